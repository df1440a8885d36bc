package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A file of known host keys, written by a test line by line.
final class KnownHostsFile {
    private final Path file;
    private final List<String> lines = new ArrayList<>();

    KnownHostsFile(Path file) {
        this.file = file;
    }

    /// Adds a line.
    KnownHostsFile with(String line) throws IOException {
        lines.add(line);
        Files.write(file, lines);
        return this;
    }

    /// Hashes the names of machines, as `HashKnownHosts` has it.
    KnownHostsFile hashed() throws Exception {
        var process = new ProcessBuilder("ssh-keygen", "-q", "-H", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("ssh-keygen -H failed");
        }
        return this;
    }

    String path() throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        return file.toString();
    }
}
