package dev.waybill.cli.training.calls.samples;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.function.Supplier;

/// Annotations of local variables, in the class file and at run time, beside lambdas.
public final class AnnotatedSamples {

    private AnnotatedSamples() {}

    @Target(ElementType.TYPE_USE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Seen {}

    @Target(ElementType.TYPE_USE)
    @Retention(RetentionPolicy.CLASS)
    @interface Unseen {}

    /// What they give.
    public static List<String> run() {
        return List.of(seen(), unseen());
    }

    private static String seen() {
        Supplier<String> given = () -> "seen";
        @Seen String variable = (@Seen String) given.get();
        return variable;
    }

    private static String unseen() {
        Supplier<String> given = () -> "unseen";
        @Unseen String variable = (@Unseen String) given.get();
        return variable;
    }
}
