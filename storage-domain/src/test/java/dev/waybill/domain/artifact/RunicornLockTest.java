package dev.waybill.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.waybill.adapter.fs.FsAdapter;
import dev.waybill.adapter.fs.FsConfig;
import dev.waybill.domain.layer.Sleeper;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runicorn's lock of an artifact, which another program has: here that of util-linux, as the system knows both alike.
class RunicornLockTest {
    private static final ArtifactId NET = new ArtifactId("model", "tiny-net");
    private static final String FOLDER = "artifacts/model/tiny-net/";

    @TempDir
    private Path folder;

    private final CountDownLatch waiting = new CountDownLatch(1);
    private Optional<FsAdapter> opened = Optional.empty();

    @BeforeEach
    void open() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/flock")), "util-linux is not installed: no /usr/bin/flock");
        opened = Optional.of(new FsAdapter(FsConfig.of(folder).withFsync(false), Clock.systemUTC()));
    }

    @AfterEach
    void close() {
        opened.ifPresent(FsAdapter::close);
    }

    private ArtifactRepository repository() {
        Sleeper telling = duration -> {
            waiting.countDown();
            Sleeper.REAL.sleep(duration);
        };
        var usual = RepositorySettings.of(Clock.systemUTC());
        var settings = new RepositorySettings(
                usual.clock(), telling, new Random(1), Optional.empty(), usual.limits(), Optional.empty());
        return new ArtifactRepository(opened.orElseThrow(), KeyPrefix.ALL, settings);
    }

    private Process lock() throws IOException {
        Files.createDirectories(folder.resolve(FOLDER));
        var process = new ProcessBuilder(
                        "flock", folder.resolve(FOLDER + ".lock").toString(), "-c", "echo; exec cat")
                .start();
        assertThat(process.getInputStream().read()).isEqualTo('\n');
        return process;
    }

    private static void save(ArtifactRepository repository) throws InterruptedException {
        repository.save(new ArtifactDraft(NET).addFile(new ObjectKey("weights"), "1".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_save_takes_no_number_while_another_program_has_the_lock() throws Exception {
        Process other = lock();
        try (var tasks = Tasks.failingFast(1)) {
            tasks.submit(() -> {
                try {
                    save(repository());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            waiting.await();
            assertThat(folder.resolve(FOLDER + "v1")).doesNotExist();
            other.destroy();
            tasks.join();
        } finally {
            other.destroyForcibly();
        }
        assertThat(folder.resolve(FOLDER + "versions.json")).exists();
    }

    @Test
    void the_lock_is_given_back() throws Exception {
        save(repository());
        repository().setAlias(NET, 1, "production");
        repository().remove(NET, 1, true);

        var other = lock();
        other.destroyForcibly();
        assertThat(other.waitFor()).isNotZero();
    }

    @Test
    void a_link_in_place_of_the_artifact_is_not_followed(@TempDir Path elsewhere) throws Exception {
        Files.createDirectories(folder.resolve("artifacts/model"));
        Files.createSymbolicLink(folder.resolve("artifacts/model/tiny-net"), elsewhere);
        try {
            save(repository());
        } catch (RuntimeException refused) {
            assertThat(refused).hasMessageContaining("tiny-net");
        }
        assertThat(elsewhere).isEmptyDirectory();
    }
}
