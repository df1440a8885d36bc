package dev.waybill.cli.training.calls;

import dev.waybill.cli.training.calls.samples.other.Protected;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The samples as the compiler leaves them, and as they are translated.
final class SampleClasses {
    static final String PACKAGE = "dev.waybill.cli.training.calls.samples.";

    private SampleClasses() {}

    /// The folder of the classes of these tests.
    static Path folder() throws URISyntaxException {
        return Path.of(Protected.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /// As they are, by file.
    static Map<String, byte[]> compiled() throws IOException, URISyntaxException {
        Map<String, byte[]> classes = new TreeMap<>();
        Path folder = folder();
        try (Stream<Path> files = Files.walk(folder.resolve(PACKAGE.replace('.', '/')))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                classes.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return classes;
    }

    /// Without what can be translated, by file.
    static Map<String, byte[]> translated() throws IOException, URISyntaxException {
        Map<String, byte[]> classes = new HashMap<>(compiled());
        try (var library = Library.of(List.of(folder()))) {
            Translation.of(compiled(), library).values().forEach(classes::putAll);
        }
        return classes;
    }

    /// What a sample gives.
    static List<?> run(String sample, Map<String, byte[]> classes) throws ReflectiveOperationException {
        return (List<?>) load(sample, classes).getMethod("run").invoke(null);
    }

    /// A sample, as one of its own.
    static Class<?> load(String sample, Map<String, byte[]> classes) throws ClassNotFoundException {
        return new Loader(classes).loadClass(PACKAGE + sample);
    }

    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        private Loader(Map<String, byte[]> classes) {
            super(ClassLoader.getPlatformClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] content = classes.get(name.replace('.', '/') + ".class");
            if (content == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, content, 0, content.length);
        }
    }
}
