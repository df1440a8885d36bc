package dev.waybill.cli.endtoend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A small file system of its own, where this process may mount one; elsewhere the test is skipped and says so.
public final class Mount implements AutoCloseable {
    private final Path folder;

    private Mount(Path folder) {
        this.folder = folder;
    }

    static Mount ofBytes(Path folder, long bytes) throws IOException {
        return mount(folder, "size=" + bytes);
    }

    static Mount readOnly(Path folder) throws IOException {
        return mount(folder, "ro");
    }

    /// One in which no file may be run.
    public static Mount noExec(Path folder) throws IOException {
        return mount(folder, "noexec");
    }

    /// Where it is mounted.
    public Path folder() {
        return folder;
    }

    private static Mount mount(Path folder, String options) throws IOException {
        assumeTrue(
                run(List.of("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString())),
                "no file system can be mounted here, which takes root on Linux");
        return new Mount(folder);
    }

    private static boolean run(List<String> command) throws IOException {
        try {
            return new ProcessBuilder(new ArrayList<>(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (!run(List.of("umount", folder.toString()))) {
            throw new IOException("could not unmount " + folder);
        }
    }
}
