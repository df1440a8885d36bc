package dev.waybill.domain.factory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The application of `docs/examples/guice-application`, compiled and run as a reader of it would.
class ExampleApplicationTest {
    private static final String REPORT = "reports/2026/may.txt";

    @TempDir
    Path folder;

    @BeforeEach
    void compile_the_example() throws IOException {
        Path example = example();
        Files.copy(example.resolve("waybill.yaml"), folder.resolve("waybill.yaml"));
        var messages = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "--release",
                    "21",
                    "-Xlint:all,-classfile,-path,-processing,-try",
                    "-Werror",
                    "-proc:none",
                    "-cp",
                    classPath(),
                    "-d",
                    folder.toString());
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            options,
                            null,
                            files.getJavaFileObjects(example.resolve("ReportArchive.java")))
                    .call();
            assertThat(compiled).as("javac: %s", messages).isTrue();
        }
    }

    @Test
    void the_store_is_chosen_by_one_line_of_the_configuration() throws Exception {
        assertThat(run()).isEqualTo("42 parcels, kept in shelf\n");
        assertThat(folder.resolve("data/shelf").resolve(REPORT)).hasContent("42 parcels");
        assertThat(folder.resolve("data/backup").resolve(REPORT)).hasContent("42 parcels");
        assertThat(folder.resolve("data/vault")).doesNotExist();

        Files.delete(folder.resolve("data/shelf").resolve(REPORT));
        List<String> written = Files.readAllLines(folder.resolve("waybill.yaml"));
        List<String> edited = written.stream()
                .map(line -> line.startsWith("remote: shelf") ? "remote: vault" : line)
                .toList();
        assertThat(edited)
                .as("all lines but one are the same")
                .filteredOn(line -> !written.contains(line))
                .hasSize(1);
        Files.write(folder.resolve("waybill.yaml"), edited);

        assertThat(run()).isEqualTo("42 parcels, kept in vault\n");
        assertThat(folder.resolve("data/vault").resolve(REPORT)).hasContent("42 parcels");
        assertThat(folder.resolve("data/shelf").resolve(REPORT)).doesNotExist();
    }

    /// What the application prints, run in a process of its own in the folder of its configuration.
    private String run() throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Path errors = folder.resolve("errors.txt");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        folder + System.getProperty("path.separator") + classPath(),
                        "ReportArchive")
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("WAYBILL_") || name.startsWith("JAVA_TOOL"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("the application ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return Files.readString(output).replace("\r\n", "\n");
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private static Path example() {
        return Stream.iterate(Path.of("").toAbsolutePath(), above -> above != null, Path::getParent)
                .map(above -> above.resolve("docs").resolve("examples").resolve("guice-application"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow();
    }
}
