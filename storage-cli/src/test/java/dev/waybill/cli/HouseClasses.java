package dev.waybill.cli;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The compiled classes of every module, found beside this module's own.
final class HouseClasses {

    static final String ROOT = "dev.waybill";

    private static final Path OWN_TEST_CLASSES = ownTestClasses();
    private static final Path MODULE = moduleOf(OWN_TEST_CLASSES);
    /// `target`, or where a build that is kept apart puts its classes.
    private static final Path OUTPUT = MODULE.relativize(OWN_TEST_CLASSES.resolveSibling(""));

    private HouseClasses() {}

    static JavaClasses main() {
        return imported(folders("classes").toList());
    }

    /// The tests of every module, and the contract, which is main code of the testkit.
    static JavaClasses tests() {
        Path testkit = MODULE.resolveSibling("storage-testkit").resolve(OUTPUT).resolve("classes");
        return imported(
                Stream.concat(folders("test-classes"), Stream.of(testkit)).toList());
    }

    /// The module that a class was compiled in, by its folder's name.
    static String moduleOf(JavaClass type) {
        return type.getSource()
                .map(source -> {
                    String file = Path.of(source.getUri()).toString();
                    return modules().stream()
                            .filter(module -> file.startsWith(
                                    module + module.getFileSystem().getSeparator()))
                            .map(module -> module.toFile().getName())
                            .findFirst()
                            .orElse("");
                })
                .orElse("");
    }

    private static JavaClasses imported(List<Path> folders) {
        // what an annotation processor wrote is not of the house
        return new ClassFileImporter()
                .withImportOption(location -> !location.contains("/jmh_generated/"))
                .importPaths(folders);
    }

    private static Stream<Path> folders(String kind) {
        return modules().stream()
                .map(module -> module.resolve(OUTPUT).resolve(kind))
                .filter(Files::isDirectory);
    }

    private static List<Path> modules() {
        try (Stream<Path> siblings = Files.list(MODULE.resolveSibling(""))) {
            return siblings.filter(folder -> Files.isRegularFile(folder.resolve("pom.xml")))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Path moduleOf(Path classes) {
        Path folder = classes;
        while (!Files.isRegularFile(folder.resolve("pom.xml"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("no pom.xml above " + classes);
            }
            folder = parent;
        }
        return folder;
    }

    private static Path ownTestClasses() {
        try {
            return Path.of(HouseClasses.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
