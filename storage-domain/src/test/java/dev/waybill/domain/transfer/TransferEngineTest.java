package dev.waybill.domain.transfer;

import static dev.waybill.domain.transfer.TransferScene.KEY;
import static dev.waybill.domain.transfer.TransferScene.PART;
import static dev.waybill.domain.transfer.TransferScene.THRESHOLD;
import static dev.waybill.domain.transfer.TransferScene.TO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.fixture.Abilities;
import dev.waybill.domain.layer.ForwardingAdapter;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.Etag;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.TestSources;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferEngineTest {
    private final TransferScene scene = new TransferScene();
    private final WatchedAdapter source = new WatchedAdapter(scene.source);
    private final WatchedAdapter target = new WatchedAdapter(scene.target);

    @AfterEach
    void close() {
        scene.close();
    }

    private TransferResult copy(ObjectMetadata what) {
        return scene.copy(source, what, target, TransferOptions.DEFAULT);
    }

    @Test
    void a_small_object_takes_one_read_and_one_write_and_nothing_else() {
        byte[] bytes = TestSources.bytes(500, 1);
        TransferResult result = copy(scene.given(bytes));
        assertThat(scene.storedIs(bytes)).isTrue();
        assertThat(result.parts()).isEqualTo(1);
        assertThat(result.bytes()).isEqualTo(500);
        assertThat(result.stored().key()).isEqualTo(TO);
        assertThat(source.gets).hasValue(1);
        assertThat(target.puts).hasValue(1);
        assertThat(source.stats.get() + target.stats.get()).isZero();
    }

    @Test
    void an_object_at_the_threshold_goes_in_one_piece() {
        byte[] bytes = TestSources.bytes(THRESHOLD, 2);
        assertThat(copy(scene.given(bytes)).parts()).isEqualTo(1);
        assertThat(scene.storedIs(bytes)).isTrue();
        assertThat(source.gets).hasValue(1);
    }

    @Test
    void an_object_above_the_threshold_goes_in_parts() {
        byte[] bytes = TestSources.bytes(THRESHOLD + 1, 3);
        TransferResult result = copy(scene.given(bytes));
        assertThat(scene.storedIs(bytes)).isTrue();
        assertThat(result.parts()).isEqualTo(4);
        assertThat(result.bytes()).isEqualTo(THRESHOLD + 1);
        assertThat(source.gets).hasValue(4);
        assertThat(target.puts).hasValue(0);
        assertThat(scene.unfinished()).isZero();
    }

    @Test
    void a_large_object_goes_in_one_piece_where_the_target_takes_no_parts() {
        try (var plain = new TransferScene(
                InMemoryAdapter.ALL_CAPABILITIES, Abilities.allWithout(Capability.RESUMABLE_UPLOAD))) {
            byte[] bytes = TestSources.bytes(10 * PART + 7, 4);
            assertThat(plain.copy(plain.given(bytes)).parts()).isEqualTo(1);
            assertThat(plain.storedIs(bytes)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {700, 2 * PART, 5 * PART})
    void every_read_names_the_version_to_be_moved(int size) {
        ObjectMetadata what = scene.given(TestSources.bytes(size, 1));
        var asked = new ConcurrentLinkedQueue<Optional<Etag>>();
        var watching = new ForwardingAdapter(scene.source) {
            @Override
            @MustBeClosed
            public ObjectContent get(ObjectKey key, GetOptions options) {
                asked.add(options.ifMatch());
                return super.get(key, options);
            }
        };
        scene.copy(watching, what, target, TransferOptions.DEFAULT);
        assertThat(asked).isNotEmpty().containsOnly(what.etag());
    }

    @Test
    void an_empty_object_arrives_empty() {
        assertThat(copy(scene.given(new byte[0])).bytes()).isZero();
        assertThat(scene.storedIs(new byte[0])).isTrue();
    }

    @Test
    void an_empty_object_arrives_without_buffering_too() {
        var engine =
                new TransferEngine(TransferScene.LIMITS.withBufferedBytes(0).withParts(PART, 0));
        engine.copy(source, scene.given(new byte[0]), target, TO, TransferOptions.DEFAULT, TransferProgress.NONE);
        assertThat(scene.storedIs(new byte[0])).isTrue();
    }

    @Test
    void a_store_that_can_copies_by_itself_without_a_byte_read() {
        byte[] bytes = TestSources.bytes(10 * PART, 5);
        TransferResult result =
                scene.copy(source, scene.given(bytes), new ForwardingAdapter(scene.source), TransferOptions.DEFAULT);
        assertThat(TransferScene.bytes(scene.source, TO))
                .hasValueSatisfying(found -> assertThat(found).isEqualTo(bytes));
        assertThat(result.bytes()).isZero();
        assertThat(result.parts()).isZero();
        assertThat(source.gets.get() + source.stats.get()).isZero();
    }

    @Test
    void a_store_that_cannot_copy_is_read_and_written() {
        try (var plain = new TransferScene(
                Abilities.allWithout(Capability.SERVER_SIDE_COPY), Abilities.allWithout(Capability.SERVER_SIDE_COPY))) {
            byte[] bytes = TestSources.bytes(5 * PART, 6);
            ObjectMetadata what = plain.given(bytes);
            plain.copy(plain.source, what, plain.source, TransferOptions.DEFAULT);
            assertThat(TransferScene.bytes(plain.source, TO).orElseThrow()).isEqualTo(bytes);
        }
    }

    @Test
    void copying_an_object_onto_itself_is_refused_naming_it() {
        ObjectMetadata what = scene.given(new byte[1]);
        assertThatThrownBy(() ->
                        scene.engine.copy(source, what, source, KEY, TransferOptions.DEFAULT, TransferProgress.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("onto itself")
                .hasMessageContaining(KEY.value());
    }

    @Test
    void copying_an_object_onto_itself_through_another_root_is_refused() {
        ObjectMetadata what = scene.given(new byte[1]);
        IObjectStorageAdapter outer = at("/data", scene.source);
        IObjectStorageAdapter inner = at("/data/folder", scene.target);
        assertThatThrownBy(() -> scene.engine.copy(
                        outer, what, inner, ObjectKey.of("object.bin"), TransferOptions.DEFAULT, TransferProgress.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("onto itself");
        assertThat(source.gets).hasValue(0);
    }

    private static IObjectStorageAdapter at(String location, IObjectStorageAdapter store) {
        return new ForwardingAdapter(store) {
            @Override
            public StoreId store() {
                return new StoreId("file", location);
            }
        };
    }

    @Test
    void an_object_larger_than_the_target_takes_is_refused_before_it_is_read() {
        try (var small = new TransferScene(InMemoryAdapter.ALL_CAPABILITIES, bounded(1000, 2000))) {
            ObjectMetadata what = small.given(new byte[2001]);
            assertThatThrownBy(() -> small.copy(source, what, small.target, TransferOptions.DEFAULT))
                    .isInstanceOf(StorageException.QuotaExceeded.class)
                    .hasMessageContaining("2001")
                    .hasMessageContaining("2000");
            assertThat(source.gets).hasValue(0);
        }
    }

    @Test
    void an_object_larger_than_a_put_takes_goes_in_parts_below_the_threshold() {
        try (var small = new TransferScene(InMemoryAdapter.ALL_CAPABILITIES, bounded(1000, 20_000))) {
            byte[] bytes = TestSources.bytes(PART + 1, 7);
            assertThat(small.copy(small.given(bytes)).parts()).isEqualTo(2);
            assertThat(small.storedIs(bytes)).isTrue();
        }
    }

    private static Capabilities bounded(long maxPutBytes, long maxObjectBytes) {
        Capabilities all = InMemoryAdapter.ALL_CAPABILITIES;
        return new Capabilities(
                all.flags(),
                all.maxKeyBytes(),
                maxObjectBytes,
                maxPutBytes,
                all.modifiedPrecision(),
                all.checksums(),
                all.uploadChecksums(),
                all.uploadLimits());
    }

    @Test
    void progress_hears_of_the_start_every_byte_and_the_end() {
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        var progress = new Recording(events);
        ObjectMetadata what = scene.given(new byte[2 * PART]);
        TransferResult result = scene.engine.copy(source, what, target, TO, TransferOptions.DEFAULT, progress);
        assertThat(events.getFirst()).isEqualTo("started " + what);
        assertThat(events.getLast()).isEqualTo("finished " + result);
        assertThat(progress.moved).isEqualTo(2 * PART);
    }

    @Test
    void progress_takes_back_the_bytes_of_an_attempt_that_is_repeated() {
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        var progress = new Recording(events);
        var retrying = new ForwardingAdapter(scene.target) {
            @Override
            public ObjectMetadata put(ObjectKey key, ObjectSource bytes, PutOptions options) {
                try (InputStream first = bytes.open()) {
                    assertThat(first.readNBytes(100)).hasSize(100);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                return super.put(key, bytes, options);
            }
        };
        byte[] bytes = TestSources.bytes(2 * PART, 8);
        scene.engine.copy(source, scene.given(bytes), retrying, TO, TransferOptions.DEFAULT, progress);
        assertThat(events).contains("retried 100");
        assertThat(progress.moved).isEqualTo(2 * PART);
        assertThat(scene.storedIs(bytes)).isTrue();
        assertThat(source.gets).hasValue(2);
        assertThat(source.open).hasValue(0);
    }

    private static final class Recording implements TransferProgress {
        private final List<String> events;
        private long moved;

        Recording(List<String> events) {
            this.events = events;
        }

        @Override
        public void started(ObjectMetadata what) {
            events.add("started " + what);
        }

        @Override
        public synchronized void moved(long bytes) {
            moved += bytes;
        }

        @Override
        public synchronized void retried(long bytes) {
            moved -= bytes;
            events.add("retried " + bytes);
        }

        @Override
        public void resumed(int parts, long bytes) {
            events.add("resumed " + parts + " parts of " + bytes);
        }

        @Override
        public void reused(int parts, long bytes) {
            events.add("reused: " + parts + " parts, " + bytes + " bytes");
        }

        @Override
        public void goesWhole(GoesWhole why) {
            events.add("goes whole: " + why);
        }

        @Override
        public void begunAnew(BegunAnew why) {
            events.add("begun anew: " + why);
        }

        @Override
        public void finished(TransferResult result) {
            events.add("finished " + result);
        }
    }
}
