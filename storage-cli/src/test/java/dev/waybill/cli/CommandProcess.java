package dev.waybill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// Command lines for the processes that tests start, with the classes of the tests.
public final class CommandProcess {
    private CommandProcess() {}

    /// Runs `waybill` with these arguments.
    public static List<String> waybill(List<String> arguments) {
        return java(List.of(), Waybill.class, arguments);
    }

    /// Starts a class.
    ///
    /// @param options options of Java
    public static List<String> java(List<String> options, Class<?> main, List<String> arguments) {
        return java(options, List.of(), main, arguments);
    }

    /// The same with `further` jars at the end of the class path.
    public static List<String> java(List<String> options, List<Path> further, Class<?> main, List<String> arguments) {
        var packed = PackedClasses.ofTests();
        var jars = new StringJoiner(File.pathSeparator).add(packed.jars());
        further.forEach(jar -> jars.add(jar.toString()));
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xlog:disable",
                "-XX:SharedArchiveFile=" + packed.archive(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m"));
        command.addAll(options);
        command.addAll(List.of("-cp", jars.toString(), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /// Runs a command line that has to succeed.
    ///
    /// @return the lines that it printed, to standard error too
    public static List<String> printed(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.lines().toList();
    }
}
