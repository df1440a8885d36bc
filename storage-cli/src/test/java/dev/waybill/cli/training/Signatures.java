package dev.waybill.cli.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/// Takes the signatures out of the libraries of the packaged command. Classes of a signed jar are not kept in the
/// start-up cache, and its first class has all of the signature verified, which nobody asks for.
final class Signatures {
    private static final List<String> ENDINGS = List.of(".SF", ".RSA", ".DSA", ".EC");

    private Signatures() {}

    /// Rewrites those jars of a folder that are signed.
    static void removeFrom(Path folder) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(folder)) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        for (Path jar : jars) {
            remove(jar);
        }
    }

    private static void remove(Path jar) throws IOException {
        Path unsigned = jar.resolveSibling(jar.getFileName() + ".unsigned");
        try (var from = new JarFile(jar.toFile(), false)) {
            if (from.stream().noneMatch(Signatures::isSignature)) {
                return;
            }
            try (var to = new JarOutputStream(Files.newOutputStream(unsigned))) {
                from.stream().filter(entry -> !isSignature(entry)).forEachOrdered(entry -> copy(from, entry, to));
            }
        }
        Files.move(unsigned, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isSignature(ZipEntry entry) {
        String name = entry.getName().toUpperCase(Locale.ROOT);
        return name.lastIndexOf('/') == "META-INF".length()
                && name.startsWith("META-INF/")
                && ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static void copy(JarFile from, ZipEntry entry, JarOutputStream to) {
        try (var content = from.getInputStream(entry)) {
            var copy = new ZipEntry(entry.getName());
            copy.setTimeLocal(entry.getTimeLocal());
            to.putNextEntry(copy);
            if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
                withoutDigests(new Manifest(content)).write(to);
            } else {
                content.transferTo(to);
            }
            to.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Manifest withoutDigests(Manifest manifest) {
        manifest.getEntries().values().forEach(Signatures::removeDigests);
        manifest.getEntries().values().removeIf(Attributes::isEmpty);
        return manifest;
    }

    private static void removeDigests(Attributes attributes) {
        attributes.keySet().removeIf(name -> name.toString().endsWith("-Digest"));
    }
}
