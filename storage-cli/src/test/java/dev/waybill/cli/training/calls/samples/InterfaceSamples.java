package dev.waybill.cli.training.calls.samples;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// Lambdas, switches and references in an interface.
public interface InterfaceSamples {
    Supplier<String> CONSTANT = () -> "constant";

    String name();

    /// In a default method.
    default Supplier<String> told() {
        return () -> "told by " + name() + secret();
    }

    /// References to what is private here, and to what can be overridden.
    default List<Supplier<String>> references() {
        return List.of(this::secret, this::name, InterfaceSamples::hidden);
    }

    private String secret() {
        return " secretly";
    }

    private static String hidden() {
        Supplier<String> nested = () -> "hidden";
        return nested.get();
    }

    private static String kind(Object of) {
        return switch (of) {
            case InterfaceSamples sample -> "sample " + sample.name();
            case String text -> "text " + text;
            default -> "other";
        };
    }

    /// What they give.
    static List<String> run() {
        InterfaceSamples sample = () -> "lambda";
        Function<Object, String> kind = InterfaceSamples::kind;
        return List.of(
                CONSTANT.get(),
                sample.told().get(),
                sample.references().stream().map(Supplier::get).toList().toString(),
                kind.apply(sample),
                kind.apply("x"),
                kind.apply(1));
    }
}
