package dev.waybill.cli.training.calls;

import dev.waybill.cli.training.jar.JarRewriting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/// Gives the packaged command classes in the place of `invokedynamic`. Java makes such classes at run time, one after
/// the other and by
/// code that is interpreted and compiled for it at each start; those of a jar come from the start-up cache.
public final class CallSites {
    /// What is compiled by this build, and thus known to be as Java's own compiler writes it.
    private static final Pattern OWN = Pattern.compile("(waybill|storage-.*|adapter-.*|picocli-.*)\\.jar");

    private CallSites() {}

    /// Rewrites those jars of a folder that this build has compiled. Rewriting them again changes nothing.
    public static void translateIn(Path folder) throws IOException {
        List<Path> jars = JarRewriting.jarsIn(folder);
        try (var library = Library.of(jars)) {
            for (Path jar : jars) {
                if (OWN.matcher(jar.getFileName().toString()).matches()) {
                    translate(jar, library);
                }
            }
        }
    }

    private static void translate(Path jar, Library library) throws IOException {
        Map<String, SequencedMap<String, byte[]>> translated = Translation.of(classes(jar), library);
        if (!translated.isEmpty()) {
            JarRewriting.rewrite(jar, (name, content) -> {
                var instead = translated.get(name);
                return instead == null ? JarRewriting.only(name, content) : instead;
            });
        }
    }

    private static Map<String, byte[]> classes(Path jar) throws IOException {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        try (var file = new JarFile(jar.toFile(), false)) {
            for (ZipEntry entry : (Iterable<ZipEntry>) file.stream().map(ZipEntry.class::cast)::iterator) {
                if (ClassNames.isClass(entry.getName())) {
                    try (var content = file.getInputStream(entry)) {
                        classes.put(entry.getName(), content.readAllBytes());
                    }
                }
            }
        }
        return classes;
    }
}
