package dev.waybill.cli.training.calls.samples;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// An error in a lambda, which tells where it was.
public final class TraceSamples {

    private TraceSamples() {}

    /// The lines of this file that it came through.
    public static List<String> run() {
        Function<Object, Supplier<String>> made = object -> () -> {
            Object asked = object;
            return switch (asked) {
                case String text -> text.substring(99);
                default -> "";
            };
        };
        try {
            return List.of(made.apply("short").get());
        } catch (StringIndexOutOfBoundsException e) {
            return Arrays.stream(e.getStackTrace())
                    .filter(frame -> "TraceSamples.java".equals(frame.getFileName()))
                    .map(frame -> frame.getMethodName() + " " + frame.getLineNumber())
                    .toList();
        }
    }
}
