package dev.waybill.cli.training.jar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/// Writes a jar anew in its place. The order of what is in it stays, and so do times.
public final class JarRewriting {

    private JarRewriting() {}

    /// What becomes of an entry.
    @FunctionalInterface
    public interface Change {
        /// What is written in the entry's place, by name; nothing leaves it out.
        SequencedMap<String, byte[]> of(String name, byte[] content) throws IOException;
    }

    /// An entry alone.
    public static SequencedMap<String, byte[]> only(String name, byte[] content) {
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(Map.of(name, content)));
    }

    /// The jars of a folder, in order.
    public static List<Path> jarsIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /// Rewrites a jar.
    public static void rewrite(Path jar, Change change) throws IOException {
        Path written = jar.resolveSibling(jar.getFileName() + ".rewritten");
        try (var from = new JarFile(jar.toFile(), false);
                var to = new JarOutputStream(Files.newOutputStream(written))) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                byte[] content;
                try (var stream = from.getInputStream(entry)) {
                    content = stream.readAllBytes();
                }
                for (var put : change.of(entry.getName(), content).entrySet()) {
                    var copy = new ZipEntry(put.getKey());
                    copy.setTimeLocal(entry.getTimeLocal());
                    to.putNextEntry(copy);
                    to.write(put.getValue());
                    to.closeEntry();
                }
            }
        }
        Files.move(written, jar, StandardCopyOption.REPLACE_EXISTING);
    }
}
