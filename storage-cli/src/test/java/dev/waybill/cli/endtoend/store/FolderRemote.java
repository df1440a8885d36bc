package dev.waybill.cli.endtoend.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A folder, which nothing slows down.
final class FolderRemote implements TestRemote {
    private final Path root;

    FolderRemote(Path project) throws IOException {
        root = Files.createDirectories(project.resolve("remote"));
    }

    @Override
    public String settings() {
        return "      provider: file\n      root: \"" + root + "\"\n      createRoot: true\n";
    }

    @Override
    public long partBytes() {
        return 256 << 10;
    }

    @Override
    public void slow(boolean on) {}

    @Override
    public long partWrites() {
        return -1;
    }

    @Override
    public long bytesSent() {
        return 0;
    }

    @Override
    public Optional<Path> folder() {
        return Optional.of(root);
    }

    @Override
    public void close() {}
}
