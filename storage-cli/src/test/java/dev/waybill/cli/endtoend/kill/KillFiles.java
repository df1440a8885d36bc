package dev.waybill.cli.endtoend.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.endtoend.SameContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/// The files that are moved: some large, some small, none of them new. Made once, linked into every project.
final class KillFiles {
    private static final Instant LONG_AGO = Instant.parse("2026-01-02T03:04:05Z");

    private final Path folder;
    private final Map<String, Long> sizes = new LinkedHashMap<>();

    /// @param large how many bytes each of the two large files has
    KillFiles(Path folder, int large) throws IOException {
        this.folder = folder;
        var random = new Random(7);
        make("a/small-1.txt", 10, random);
        make("large-1.bin", large, random);
        make("large/large-2.bin", large - 12_345, random);
        for (int i = 0; i < 20; i++) {
            make("many/file-" + i + ".bin", 20_000 + i, random);
        }
        make("z.txt", 0, random);
    }

    private void make(String name, int size, Random random) throws IOException {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
        sizes.put(name, (long) size);
    }

    /// The size of each, by its key.
    Map<String, Long> sizes() {
        return Map.copyOf(sizes);
    }

    void linkInto(Path storage) throws IOException {
        for (String name : sizes.keySet()) {
            Path link = storage.resolve(name);
            Files.createDirectories(link.getParent());
            Files.createLink(link, folder.resolve(name));
        }
    }

    /// The folder holds these files, and no other that can be seen.
    void requireSame(Path other) throws IOException {
        for (String name : sizes.keySet()) {
            SameContent.require(other.resolve(name), folder.resolve(name));
        }
        try (Stream<Path> paths = Files.walk(other)) {
            assertThat(paths.filter(Files::isRegularFile)
                            .map(path -> other.relativize(path).toString())
                            .filter(name -> !name.contains(".waybill-")))
                    .containsExactlyInAnyOrderElementsOf(sizes.keySet());
        }
    }

    /// The file of this name holds these bytes.
    void requireSame(String name, InputStream bytes) throws IOException {
        SameContent.require(folder.resolve(name), bytes.readAllBytes());
    }

    /// Removes what a folder holds.
    static void empty(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(folder)) {
                    Files.delete(path);
                }
            }
        }
    }
}
