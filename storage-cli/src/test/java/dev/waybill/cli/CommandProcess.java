package dev.waybill.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
        var packed = PackedClasses.ofTests();
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xlog:disable",
                "-XX:SharedArchiveFile=" + packed.archive(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m"));
        command.addAll(options);
        command.addAll(List.of("-cp", packed.jars(), main.getName()));
        command.addAll(arguments);
        return command;
    }
}
