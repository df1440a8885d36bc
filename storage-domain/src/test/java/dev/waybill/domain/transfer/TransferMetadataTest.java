package dev.waybill.domain.transfer;

import static dev.waybill.domain.transfer.TransferScene.KEY;
import static dev.waybill.domain.transfer.TransferScene.PART;
import static dev.waybill.domain.transfer.TransferScene.TO;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.layer.ForwardingAdapter;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UserMetadata;
import dev.waybill.testkit.InMemoryAdapter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferMetadataTest {
    private static final Instant CHANGED = Instant.parse("2021-03-04T05:06:07.123456789Z");
    private static final UserMetadata ENTRIES = UserMetadata.of(Map.of("author", "Ada", "run", "17"));
    private static final PutOptions OPTIONS = PutOptions.DEFAULT
            .withContentModified(CHANGED)
            .withContentType("text/x-test")
            .withUserMetadata(ENTRIES);

    private final TransferScene scene = new TransferScene();

    @AfterEach
    void close() {
        scene.close();
    }

    private ObjectMetadata stored() {
        return scene.target.stat(TO).orElseThrow();
    }

    /// What a listing of an object store says: no user metadata, and so no time of the content either.
    private static ObjectMetadata listed(ObjectMetadata full) {
        return ObjectMetadata.of(full.key(), full.size(), full.modified())
                .withEtag(full.etag().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 2 * PART, 5 * PART})
    void time_type_and_entries_go_along_also_when_the_listing_lacked_them(int size) {
        ObjectMetadata what = listed(scene.given(new byte[size], OPTIONS));
        TransferResult result = scene.copy(what);
        assertThat(stored().contentModified()).contains(CHANGED);
        assertThat(stored().contentType()).contains("text/x-test");
        assertThat(stored().userMetadata()).contains(ENTRIES);
        assertThat(result.source().contentModified()).contains(CHANGED);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 2 * PART, 5 * PART})
    void entries_stay_behind_when_they_are_not_to_go_along(int size) {
        scene.copy(scene.given(new byte[size], OPTIONS), TransferOptions.DEFAULT.withoutUserMetadata());
        assertThat(stored().userMetadata().orElse(UserMetadata.EMPTY)).isEqualTo(UserMetadata.EMPTY);
        assertThat(stored().contentModified()).contains(CHANGED);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 5 * PART})
    void entries_stay_behind_in_a_copy_within_the_store_too(int size) {
        ObjectMetadata what = scene.given(new byte[size], OPTIONS);
        scene.copy(scene.source, what, scene.source, TransferOptions.DEFAULT.withoutUserMetadata());
        ObjectMetadata copy = scene.source.stat(TO).orElseThrow();
        assertThat(copy.userMetadata().orElse(UserMetadata.EMPTY)).isEqualTo(UserMetadata.EMPTY);
        assertThat(copy.contentModified()).contains(CHANGED);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 5 * PART})
    void a_time_of_the_options_takes_the_place_of_the_sources(int size) {
        Instant other = Instant.parse("1999-12-31T23:59:59Z");
        TransferOptions options = TransferOptions.DEFAULT.withContentModified(other);
        ObjectMetadata what = scene.given(new byte[size], OPTIONS);
        scene.copy(what, options);
        assertThat(stored().contentModified()).contains(other);
        scene.copy(scene.source, what, scene.source, options);
        assertThat(scene.source.stat(TO).orElseThrow().contentModified()).contains(other);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 2 * PART, 5 * PART})
    void what_the_target_cannot_keep_is_left_out(int size) {
        try (var plain = new TransferScene(InMemoryAdapter.ALL_CAPABILITIES, InMemoryAdapter.NO_CAPABILITIES)) {
            TransferOptions options = TransferOptions.DEFAULT.withContentModified(CHANGED);
            plain.copy(plain.given(new byte[size], OPTIONS), options);
            assertThat(plain.storedIs(new byte[size])).isTrue();
            assertThat(plain.target.stat(TO).orElseThrow().contentModified()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 5 * PART})
    void entries_and_types_that_no_store_takes_stay_behind_and_fail_nothing(int size) {
        var strange = new ForwardingAdapter(scene.source) {
            private ObjectMetadata shown(ObjectMetadata metadata) {
                return metadata.withContentType("text/\u2603")
                        .withUserMetadata(UserMetadata.of(Map.of("Foreign.Name", "x", "author", "Ada", "mtime", "1")));
            }

            @Override
            public Optional<ObjectMetadata> stat(ObjectKey key) {
                return super.stat(key).map(this::shown);
            }

            @Override
            @MustBeClosed
            @SuppressWarnings("MustBeClosedChecker")
            public ObjectContent get(ObjectKey key, GetOptions options) {
                ObjectContent content = super.get(key, options);
                return new ObjectContent(shown(content.metadata()), content.range(), content.stream());
            }
        };
        scene.given(new byte[size]);
        ObjectMetadata what = listed(strange.stat(KEY).orElseThrow());
        scene.copy(strange, what, scene.target, TransferOptions.DEFAULT);
        assertThat(stored().userMetadata()).contains(UserMetadata.of(Map.of("author", "Ada")));
        assertThat(stored().contentType()).isEmpty();
    }
}
