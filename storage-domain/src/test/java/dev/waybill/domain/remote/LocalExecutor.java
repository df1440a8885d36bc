package dev.waybill.domain.remote;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.waybill.port.RemoteExecutor;
import dev.waybill.port.RemoteProgram;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Runs programs on this machine, whose store is a folder, as another machine would.
final class LocalExecutor implements RemoteExecutor {
    final List<RemoteProgram> programs = new ArrayList<>();
    private final Path root;

    LocalExecutor(Path root) {
        this.root = root;
        assumeTrue(isThere(), "python3 is not installed");
    }

    private static boolean isThere() {
        try {
            return new ProcessBuilder("python3", "-V").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    @Override
    public StoreId store() {
        return new StoreId("test", "machine");
    }

    @Override
    public synchronized String run(RemoteProgram program, String arguments) {
        programs.add(program);
        try {
            var process = new ProcessBuilder("python3", "-I", "-S", "-c", "import sys\n" + program.text()).start();
            String store = "{\"root\":\"" + root + "\",\"reserved\":\".waybill-tmp-\",\"pruneEmptyFolders\":true}";
            try (var in = process.getOutputStream()) {
                in.write(
                        ("{\"store\":" + store + ",\"arguments\":" + arguments + "}").getBytes(StandardCharsets.UTF_8));
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String complaints = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new StorageException.StoreFailure(
                        store(), Optional.empty(), "exit code " + process.exitValue() + ": " + complaints, null);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException.Cancelled(store(), Optional.empty(), e);
        }
    }

    @Override
    public void close() {
        // nothing is open between programs
    }
}
