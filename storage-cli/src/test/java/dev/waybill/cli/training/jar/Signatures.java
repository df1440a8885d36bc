package dev.waybill.cli.training.jar;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/// Takes the signatures out of the libraries of the packaged command. Classes of a signed jar are not kept in the
/// start-up cache, and its first class has all of the signature verified, which nobody asks for.
public final class Signatures {
    private static final List<String> ENDINGS = List.of(".SF", ".RSA", ".DSA", ".EC");

    private Signatures() {}

    /// Rewrites those jars of a folder that are signed.
    public static void removeFrom(Path folder) throws IOException {
        for (Path jar : JarRewriting.jarsIn(folder)) {
            if (isSigned(jar)) {
                JarRewriting.rewrite(jar, Signatures::unsigned);
            }
        }
    }

    private static boolean isSigned(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile(), false)) {
            return file.stream().anyMatch(entry -> isSignature(entry.getName()));
        }
    }

    private static boolean isSignature(String entry) {
        String name = entry.toUpperCase(Locale.ROOT);
        return name.lastIndexOf('/') == "META-INF".length()
                && name.startsWith("META-INF/")
                && ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static SequencedMap<String, byte[]> unsigned(String name, byte[] content) throws IOException {
        if (isSignature(name)) {
            return Collections.emptySortedMap();
        }
        return JarRewriting.only(name, name.equals(JarFile.MANIFEST_NAME) ? withoutDigests(content) : content);
    }

    private static byte[] withoutDigests(byte[] content) throws IOException {
        var manifest = new Manifest(new ByteArrayInputStream(content));
        manifest.getEntries().values().forEach(Signatures::removeDigests);
        manifest.getEntries().values().removeIf(Attributes::isEmpty);
        var written = new ByteArrayOutputStream();
        manifest.write(written);
        return written.toByteArray();
    }

    private static void removeDigests(Attributes attributes) {
        attributes.keySet().removeIf(name -> name.toString().endsWith("-Digest"));
    }
}
