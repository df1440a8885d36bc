package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.adapter.sqlite.SqliteSyncBaseStore;
import dev.waybill.domain.config.ConfigurationReader;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.domain.sync.SyncBase;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.domain.transfer.TransferRoute;
import dev.waybill.domain.transfer.UnfinishedTransfer;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `waybill uploads`: what is unfinished at a store, and clearing it.
class UploadsTest {
    private static final int PART = 5 << 20;

    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));
    private final ObjectStorageFactory factory =
            ObjectStorageFactory.ofInstalled(Clock.systemUTC(), StackOptions.DEFAULT);

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder).withS3().file("storage/a.txt", "a");
    }

    @AfterEach
    void close() {
        project.close();
    }

    @MustBeClosed
    private IObjectStorageAdapter remote() {
        var environment = Map.of("KEY", "someone", "SECRET", Project.SECRET);
        var configuration = new ConfigurationReader(factory.providers(), environment).read(folder);
        return factory.openStore(configuration, "s3");
    }

    /// An upload with one part.
    private static UploadId begin(IObjectStorageAdapter store, String key) {
        var request = UploadRequest.start(ObjectKey.of(key), PutOptions.DEFAULT, PART);
        try (UploadSession session = store.openUpload(request)) {
            session.putPart(1, ObjectSource.of(new byte[PART]));
            return session.id();
        }
    }

    @MustBeClosed
    private SyncBase state(IObjectStorageAdapter local, IObjectStorageAdapter remote) {
        var bases = new SqliteSyncBaseStore(SqliteSyncBaseStore.beside(folder.resolve("storage")), warning -> {});
        return bases.open(new SyncPair(local.store(), remote.store()));
    }

    private static void journal(
            SyncBase state, IObjectStorageAdapter local, IObjectStorageAdapter remote, UploadId id) {
        var key = ObjectKey.of("ours.bin");
        state.transfers()
                .begin(new UnfinishedTransfer(
                        new TransferRoute(local.store(), key, remote.store(), key),
                        "fingerprint",
                        3L * PART,
                        PART,
                        Optional.empty(),
                        Optional.empty(),
                        Clock.systemUTC().instant(),
                        Optional.of(id),
                        List.of()));
    }

    @Test
    void uploads_of_others_are_shown_with_what_they_hold() {
        try (var store = remote()) {
            UploadId id = begin(store, "models/big.bin");
            var list = project.run("uploads", "list");

            assertThat(list.status()).as(list.all()).isZero();
            assertThat(list.out()).contains("models/big.bin", id.value(), "5.0 MiB", "other");
            assertThat(list.err()).contains("1 unfinished upload at s3://");
        }
    }

    @Test
    void each_is_one_line_for_machines() {
        try (var store = remote()) {
            begin(store, "big.bin");
            var list = project.run("uploads", "list", "s3", "--output", "ndjson");

            assertThat(list.lines())
                    .singleElement()
                    .asString()
                    .contains("\"type\":\"upload\"", "\"key\":\"big.bin\"", "\"parts\":1", "\"bytes\":" + PART)
                    .contains("\"owner\":\"other\"", "\"started\":");
        }
    }

    @Test
    void which_to_give_up_must_be_said() {
        try (var store = remote()) {
            begin(store, "big.bin");

            assertThat(project.run("uploads", "abort").status()).isEqualTo(2);
            assertThat(project.run("uploads", "abort", "--older-than", "soon").status())
                    .isEqualTo(2);
            assertThat(project.run("uploads", "list", "s3").lines()).hasSize(1);
        }
    }

    @Test
    void young_uploads_of_others_stay_and_old_ones_go() {
        try (var store = remote()) {
            begin(store, "big.bin");

            assertThat(project.run("uploads", "abort", "s3", "--older-than", "1d")
                            .status())
                    .isZero();
            assertThat(project.run("uploads", "abort", "s3", "--all").status()).isZero();
            assertThat(project.run("uploads", "list", "s3").lines()).hasSize(1);
            var dry = project.run("uploads", "abort", "s3", "--older-than", "0s", "--dry-run");
            assertThat(dry.out()).contains("would give up big.bin");
            assertThat(project.run("uploads", "list", "s3").lines()).hasSize(1);
            assertThat(project.run("uploads", "abort", "s3", "--older-than", "0s")
                            .out())
                    .contains("gave up big.bin");
            assertThat(project.run("uploads", "list", "s3").lines()).isEmpty();
        }
    }

    @Test
    void one_is_given_up_by_its_id_and_an_unknown_id_is_an_error() {
        try (var store = remote()) {
            UploadId one = begin(store, "one.bin");
            begin(store, "two.bin");

            assertThat(project.run("uploads", "abort", "s3", "--id", one.value())
                            .status())
                    .isZero();
            assertThat(project.run("uploads", "list", "s3").out())
                    .contains("two.bin")
                    .doesNotContain("one.bin");
            var again = project.run("uploads", "abort", "s3", "--id", one.value());
            assertThat(again.status()).isEqualTo(3);
            assertThat(again.err()).contains(one.value());
        }
    }

    @Test
    void what_a_run_under_way_is_using_is_never_given_up() {
        try (var store = remote();
                var local = factory.openStore(folder.resolve("storage"));
                var state = state(local, store)) {
            UploadId id = begin(store, "ours.bin");
            journal(state, local, store, id);

            assertThat(project.run("uploads", "list", "s3").out()).contains("running");
            assertThat(project.run("uploads", "abort", "s3", "--older-than", "0s", "--all")
                            .status())
                    .isZero();
            var byId = project.run("uploads", "abort", "s3", "--id", id.value());
            assertThat(byId.status()).isEqualTo(4);
            assertThat(byId.err()).contains("under way in another run");
            assertThat(project.run("uploads", "list", "s3").lines()).hasSize(1);
        }
    }

    @Test
    void what_a_run_left_is_given_up_with_its_entry() {
        try (var store = remote();
                var local = factory.openStore(folder.resolve("storage"))) {
            try (var state = state(local, store)) {
                journal(state, local, store, begin(store, "ours.bin"));
            }

            assertThat(project.run("uploads", "list").out()).contains("resumable");
            assertThat(project.run("uploads", "abort", "--all").out()).contains("gave up ours.bin");
            assertThat(project.run("uploads", "list").lines()).isEmpty();
            try (var state = state(local, store)) {
                assertThat(state.transfers().unfinished(store.store())).isEmpty();
            }
        }
    }

    @Test
    void unfinished_pulls_are_shown_at_the_storage_folder() {
        try (var local = factory.openStore(folder.resolve("storage"))) {
            begin(local, "coming.bin");

            assertThat(project.run("uploads", "list").out()).contains("coming.bin");
            assertThat(project.run("uploads", "list", "./storage").out()).contains("coming.bin");
            assertThat(project.run("uploads", "list", "s3").lines()).isEmpty();
        }
    }
}
