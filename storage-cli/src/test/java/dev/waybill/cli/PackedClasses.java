package dev.waybill.cli;

import dev.waybill.cli.training.ClassArchive;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The class path of the tests as jars, and Java's archive of what processes load of it, which halves what their start
/// costs: an archive takes nothing from folders. Made once per build, by the first test process that starts another.
final class PackedClasses {
    /// What processes of tests do.
    private static final List<String> COMMANDS = List.of(
            "push\t--remote\ts3\t--output\tndjson",
            "pull\t--remote\ts3\t--storage\tpulled/storage\t--output\tndjson",
            "push\t--remote\tssh",
            "artifact\tsave\tmodel/net\tstorage\t--in\ts3:repository",
            "artifact\tsave\tmodel/net\tstorage\t--in\tssh:repository",
            "artifact\tget\tnet\tfetched\t--in\ts3:repository",
            "artifact\tget\tnet\tlinked\t--link\t--in\ts3:repository");

    private static final Path FOLDER = Path.of("target", "processes").toAbsolutePath();

    private final List<Path> classPath = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .filter(Files::exists)
            .toList();

    private PackedClasses() {}

    /// Those of this build.
    static PackedClasses ofTests() {
        return Made.INSTANCE;
    }

    private static final class Made {
        private static final PackedClasses INSTANCE = new PackedClasses();

        static {
            try {
                INSTANCE.makeIfOld();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The archive. Where it could not be made there is none, and Java does without.
    Path archive() {
        return FOLDER.resolve("classes.jsa");
    }

    /// The class path.
    String jars() {
        return classPath.stream()
                .map(PackedClasses::jar)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path jar(Path entry) {
        return Files.isDirectory(entry)
                ? FOLDER.resolve(Integer.toHexString(entry.toAbsolutePath().hashCode()) + ".jar")
                : entry;
    }

    private void makeIfOld() throws IOException {
        Files.createDirectories(FOLDER);
        Path madeOf = FOLDER.resolve("made-of");
        try (var channel =
                        FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            String now = classPath.stream().map(PackedClasses::stamped).collect(Collectors.joining("\n"));
            if (lock.isValid()
                    && !(Files.exists(madeOf) && Files.readString(madeOf).equals(now))) {
                make();
                Files.writeString(madeOf, now);
            }
        }
    }

    /// An entry of the class path, and when the last of its classes was made.
    private static String stamped(Path entry) {
        try (Stream<Path> paths = Files.walk(entry)) {
            return entry + " "
                    + paths.mapToLong(path -> path.toFile().lastModified())
                            .max()
                            .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void make() throws IOException {
        for (Path folder : classPath.stream().filter(Files::isDirectory).toList()) {
            pack(folder);
        }
        Files.deleteIfExists(archive());
        try {
            ClassArchive.isMade(archive(), List.of("-cp", jars(), Waybill.class.getName()), COMMANDS);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void pack(Path folder) throws IOException {
        String[] arguments = {"-c", "-0", "-f", jar(folder).toString(), "-C", folder.toString(), "."};
        int status = ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, arguments);
        if (status != 0) {
            throw new IOException("cannot pack " + folder);
        }
    }
}
