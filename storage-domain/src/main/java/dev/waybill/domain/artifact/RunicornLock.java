package dev.waybill.domain.artifact;

import dev.waybill.domain.layer.Sleeper;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lock that Runicorn takes for the whole of a save, on the file `.lock` of an artifact: in a folder of this
/// machine who holds it can neither have its number taken nor its index overwritten by Runicorn.
///
/// Runicorn asks the system by `flock`, whose locks Java's own do not meet on Linux, so the program of that name takes
/// it. It ends, and gives the lock back, when this process does, however that ends. Where there is no such program,
/// or the store is no folder of this machine, nothing is held.
final class RunicornLock {
    private static final Logger LOG = LoggerFactory.getLogger(RunicornLock.class);

    /// Runicorn removes the file when a save of its own fails: only what has the name in the end is the lock. It is
    /// opened to be read, since it may be another user's.
    private static final String PROGRAM = """
            while { [ -e "$1" ] || : >>"$1"; } && exec 9<"$1" && flock -x 9; do
              [ "$1" -ef /dev/fd/9 ] && echo held && exec cat >/dev/null
            done
            """;

    private static final Duration POLL = Duration.ofMillis(5);
    private static final int MOST_POLLS = 120_000;

    private final IObjectStorageAdapter store;
    private final ArtifactKeys keys;
    private final Sleeper sleeper;

    RunicornLock(IObjectStorageAdapter store, ArtifactKeys keys, Sleeper sleeper) {
        this.store = store;
        this.keys = keys;
        this.sleeper = sleeper;
    }

    /// The lock, until it is closed.
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /// Waits for the lock of an artifact. Who holds it must not ask again.
    ///
    /// @throws ArtifactFailure.Busy if another program has had it for more than ten minutes
    Held hold(ArtifactId id) throws InterruptedException {
        Optional<Path> file = file(keys.artifact(id));
        return file.isPresent() ? hold(id, file.get()) : () -> {};
    }

    /// The file, made through the store, which follows no link; nothing if it is not where it must be.
    private Optional<Path> file(KeyPrefix artifact) {
        if (!store.store().scheme().equals("file")
                || !System.getProperty("os.name", "").equals("Linux")) {
            return Optional.empty();
        }
        ObjectKey key = artifact.key(".lock");
        Path root = Path.of(store.store().location());
        Path file = root.resolve(key.value());
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                make(key);
            }
            Path real = root.toRealPath().resolve(key.value());
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                            && file.toRealPath().equals(real)
                    ? Optional.of(real)
                    : Optional.empty();
        } catch (IOException | StorageException e) {
            LOG.debug("{} is not locked against Runicorn", file, e);
            return Optional.empty();
        }
    }

    private void make(ObjectKey key) {
        try {
            store.put(key, ObjectSource.of(new byte[0]), PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT));
        } catch (StorageException.PreconditionFailed made) {
            LOG.debug("{} was made by another just now", key, made);
        }
    }

    private Held hold(ArtifactId id, Path file) throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder("sh", "-c", PROGRAM, "sh", file.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            LOG.debug("{} is not locked against Runicorn", file, e);
            return () -> {};
        }
        boolean held = false;
        try {
            await(id, process);
            held = true;
            return () -> end(process);
        } catch (IOException e) {
            throw new IllegalStateException("a pipe of this process cannot be looked at", e);
        } finally {
            if (!held) {
                end(process);
            }
        }
    }

    private void await(ArtifactId id, Process process) throws IOException, InterruptedException {
        for (int poll = 0; process.isAlive() && process.getInputStream().available() == 0; poll++) {
            if (poll == MOST_POLLS) {
                throw new ArtifactFailure.Busy("another program has locked " + id + " in " + store.store()
                        + " by its file .lock for more than ten minutes");
            }
            sleeper.sleep(POLL);
        }
    }

    private static void end(Process process) {
        process.destroy();
    }
}
