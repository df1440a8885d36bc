package dev.waybill.adapter.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.UploadNotFound;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.TestSources;
import dev.waybill.testkit.WireFault;
import dev.waybill.testkit.gcs.GcsWireServer;
import dev.waybill.testkit.gcs.GcsWireServer.ScriptedAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is peculiar to uploads whose parts are objects that are composed.
final class GcsUploadsTest {
    private static final ObjectKey KEY = ObjectKey.of("folder/ü key");
    private static final int PART = 256 << 10;

    private final GcsWireServer wire = GcsWireServer.start(Clock.systemUTC());
    private final GcsServer server = GcsServer.open(wire.endpoint());
    private IObjectStorageAdapter store;

    @BeforeEach
    @SuppressWarnings("MustBeClosed") // closed after each test
    void start() {
        wire.createBucket("bucket");
        store = server.open("bucket", "base");
    }

    @AfterEach
    void stop() {
        store.close();
        wire.close();
    }

    private static UploadRequest request() {
        return UploadRequest.start(KEY, PutOptions.DEFAULT, PART);
    }

    private List<String> leftOver() {
        try (var all = server.open("bucket", "");
                var objects = new GcsListing(server.store("bucket")).all("", "name")) {
            assertThat(all.store()).isNotNull();
            return objects.map(object -> object.getName())
                    .filter(name -> name.contains(GcsKeys.RESERVED))
                    .toList();
        }
    }

    private byte[] read() throws IOException {
        try (var content = store.get(KEY, dev.waybill.port.GetOptions.WHOLE)) {
            return content.stream().readAllBytes();
        }
    }

    private static UploadedPart part(UploadSession upload, int number, byte[] bytes) {
        return upload.putPart(number, ObjectSource.of(bytes));
    }

    private List<UnfinishedName> unfinished() {
        try (var uploads = store.listUploads(KeyPrefix.ALL)) {
            return uploads.map(u -> new UnfinishedName(u.key(), u.id())).toList();
        }
    }

    private record UnfinishedName(ObjectKey key, UploadId id) {}

    @Test
    void more_parts_than_one_request_composes_are_joined_in_order_and_nothing_is_left() throws IOException {
        var whole = new ByteArrayOutputStream();
        try (var upload = store.openUpload(request())) {
            var parts = new ArrayList<UploadedPart>();
            for (int i = 1; i <= 70; i++) {
                byte[] bytes = TestSources.bytes(i < 70 ? PART : 17, i);
                whole.writeBytes(bytes);
                parts.add(part(upload, i, bytes));
            }
            upload.complete(parts, Optional.empty());
        }

        assertThat(read()).isEqualTo(whole.toByteArray());
        assertThat(leftOver()).isEmpty();
        assertThat(wire.requests().stream().filter(r -> r.endsWith("/compose"))).hasSize(4);
    }

    @Test
    void a_completion_whose_answer_was_lost_is_known_as_its_own() throws IOException {
        var conditional = UploadRequest.start(KEY, PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT), PART);
        try (var proxy = FaultProxy.to("127.0.0.1", wire.endpoint().getPort());
                var far = server.at(proxy.port()).with("readTimeout", "0.5S").open("bucket", "base");
                var begun = store.openUpload(conditional);
                var upload = far.openUpload(conditional.resuming(begun.id()))) {
            var parts = List.of(part(begun, 1, new byte[] {1, 2, 3}));
            // Marks and parts are asked for first; the answer to the last compose is what gets lost.
            wire.interceptNext(request -> {
                if (request.endsWith("/compose")) {
                    proxy.onOpen(WireFault.stallAfterDown(0));
                }
                return Optional.empty();
            });
            assertThatExceptionOfType(StoreUnavailable.class)
                    .isThrownBy(() -> upload.complete(parts, Optional.empty()));
            proxy.heal();
            proxy.killAll();

            var metadata = begun.complete(parts, Optional.empty());
            assertThat(metadata.size()).isEqualTo(3);
        }
        assertThat(read()).containsExactly(1, 2, 3);
        assertThat(leftOver()).isEmpty();
    }

    @Test
    void a_completion_that_finds_another_s_object_is_refused() {
        var conditional = UploadRequest.start(KEY, PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT), PART);
        try (var upload = store.openUpload(conditional)) {
            var parts = List.of(part(upload, 1, new byte[] {1}));
            store.put(KEY, ObjectSource.of(new byte[] {9}), PutOptions.DEFAULT);

            assertThatExceptionOfType(PreconditionFailed.class)
                    .isThrownBy(() -> upload.complete(parts, Optional.empty()));
            assertThat(upload.parts()).hasSize(1);
        }
    }

    @Test
    void an_abort_that_broke_off_is_found_and_finished() {
        try (var upload = store.openUpload(request())) {
            part(upload, 1, new byte[] {1});
            wire.interceptNext(request -> request.startsWith("DELETE")
                    ? Optional.of(new ScriptedAnswer(503, "backendError", Map.of()))
                    : Optional.empty());
            assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(upload::abort);

            assertThat(unfinished()).containsExactly(new UnfinishedName(KEY, upload.id()));
            assertThatExceptionOfType(UploadNotFound.class).isThrownBy(upload::parts);
            upload.abort();
        }
        assertThat(unfinished()).isEmpty();
        assertThat(leftOver()).isEmpty();
    }

    @Test
    void a_part_that_arrives_after_the_upload_ended_is_taken_back() {
        try (var upload = store.openUpload(request());
                var other = server.open("bucket", "base");
                var elsewhere = other.openUpload(request().resuming(upload.id()))) {
            part(upload, 1, new byte[] {1});
            elsewhere.abort();

            assertThatExceptionOfType(UploadNotFound.class).isThrownBy(() -> part(upload, 2, new byte[] {2}));
        }
        assertThat(leftOver()).isEmpty();
    }

    @Test
    void a_completion_that_cannot_clear_up_still_succeeds_and_shows_what_is_left() throws IOException {
        try (var upload = store.openUpload(request())) {
            var parts = List.of(part(upload, 1, new byte[] {7}));
            wire.interceptNext(request -> request.startsWith("DELETE")
                    ? Optional.of(new ScriptedAnswer(503, "backendError", Map.of()))
                    : Optional.empty());
            upload.complete(parts, Optional.empty());

            assertThat(unfinished()).hasSize(1);
            upload.abort();
        }
        assertThat(read()).containsExactly(7);
        assertThat(leftOver()).isEmpty();
    }

    @Test
    void what_a_process_that_died_left_of_an_ended_upload_goes_with_the_next_that_opens_it() throws IOException {
        UploadId id;
        try (var upload = store.openUpload(request())) {
            id = upload.id();
            var parts = List.of(part(upload, 1, new byte[] {7}));
            wire.interceptNext(request -> request.startsWith("DELETE")
                    ? Optional.of(new ScriptedAnswer(503, "backendError", Map.of()))
                    : Optional.empty());
            upload.complete(parts, Optional.empty());
        }
        assertThat(leftOver()).isNotEmpty();

        assertThatExceptionOfType(UploadNotFound.class).isThrownBy(() -> {
            try (var resumed = store.openUpload(request().resuming(id))) {
                resumed.abort();
            }
        });

        assertThat(unfinished()).isEmpty();
        assertThat(leftOver()).isEmpty();
        assertThat(read()).containsExactly(7);
    }

    @Test
    void an_id_that_this_adapter_never_gave_is_no_upload() {
        var made = request().resuming(new UploadId("../../x"));

        assertThatExceptionOfType(UploadNotFound.class).isThrownBy(() -> {
            try (var upload = store.openUpload(made)) {
                upload.abort();
            }
        });
        assertThat(wire.requests()).isEmpty();
    }

    @Test
    void an_upload_to_another_key_is_not_resumed() {
        try (var upload = store.openUpload(request())) {
            var other = UploadRequest.start(ObjectKey.of("other"), PutOptions.DEFAULT, PART)
                    .resuming(upload.id());

            assertThatExceptionOfType(UploadNotFound.class).isThrownBy(() -> {
                try (var resumed = store.openUpload(other)) {
                    resumed.abort();
                }
            });
        }
    }

    @Test
    void the_upload_that_made_an_object_is_not_among_its_user_metadata() {
        try (var upload = store.openUpload(request())) {
            upload.complete(List.of(part(upload, 1, new byte[] {1})), Optional.empty());
        }

        assertThat(store.stat(KEY).orElseThrow().userMetadata()).contains(dev.waybill.port.UserMetadata.EMPTY);
    }
}
