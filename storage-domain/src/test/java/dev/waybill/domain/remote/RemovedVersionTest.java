package dev.waybill.domain.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.adapter.fs.FsAdapterProvider;
import dev.waybill.domain.artifact.ArtifactDraft;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactRepository;
import dev.waybill.domain.artifact.RepositorySettings;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.RemoteExecutor;
import dev.waybill.port.RemoteProgram;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Versions that are removed for good, their files by the store's machine.
class RemovedVersionTest {
    private static final ArtifactId NET = new ArtifactId("model", "net");

    @TempDir
    private Path root;

    @MustBeClosed
    private IObjectStorageAdapter open() {
        var factory = new ObjectStorageFactory(
                Clock.systemUTC(), StackOptions.DEFAULT, List.of(new FsAdapterProvider()), Map.of());
        return factory.openStore(root);
    }

    private static ArtifactRepository repository(IObjectStorageAdapter store, RemoteExecutor machine)
            throws InterruptedException {
        var settings = RepositorySettings.of(Clock.systemUTC()).withNearData(new RemoteDeletion(machine));
        var repository = new ArtifactRepository(store, KeyPrefix.ALL, settings);
        for (String content : List.of("one", "two")) {
            repository.save(new ArtifactDraft(NET)
                    .addFile(new ObjectKey("weights.bin"), content.getBytes(StandardCharsets.UTF_8))
                    .addFile(new ObjectKey("cfg/net.yaml"), content.getBytes(StandardCharsets.UTF_8)));
        }
        return repository;
    }

    @Test
    void the_files_of_a_version_go_by_one_program_and_all_the_rest_with_them() throws InterruptedException {
        var machine = new LocalExecutor(root);
        try (IObjectStorageAdapter store = open()) {
            ArtifactRepository repository = repository(store, machine);

            assertThat(repository.remove(NET, 1, false)).isEqualTo(4);

            assertThat(machine.programs).hasSize(1);
            assertThat(root.resolve("artifacts/model/net/v1")).doesNotExist();
            assertThat(root.resolve("artifacts/model/net/v2/files/weights.bin")).hasContent("two");
        }
    }

    @Test
    void a_machine_that_runs_no_programs_is_done_without() throws InterruptedException {
        try (IObjectStorageAdapter store = open()) {
            ArtifactRepository repository = repository(store, new Unwilling());

            assertThat(repository.remove(NET, 1, false)).isEqualTo(4);

            assertThat(Files.exists(root.resolve("artifacts/model/net/v1"))).isFalse();
        }
    }

    /// Runs nothing.
    private static final class Unwilling implements RemoteExecutor {
        @Override
        public StoreId store() {
            return new StoreId("test", "machine");
        }

        @Override
        public String run(RemoteProgram program, String arguments) {
            throw new StorageException.NotSupported(store(), Optional.empty(), "running programs");
        }

        @Override
        public void close() {}
    }
}
