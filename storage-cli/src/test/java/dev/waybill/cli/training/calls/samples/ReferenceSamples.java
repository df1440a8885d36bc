package dev.waybill.cli.training.calls.samples;

import dev.waybill.cli.training.calls.samples.other.Protected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// References to methods and constructors of every kind.
public final class ReferenceSamples extends Protected {
    private int calls;

    private ReferenceSamples(String name) {
        super(name);
    }

    /// A class with an outer object.
    private final class Inner {
        private final int number;

        private Inner(int number) {
            this.number = number;
        }

        private String told() {
            return open() + number;
        }
    }

    @FunctionalInterface
    interface Three<A, B, C, R> {
        R of(A a, B b, C c);
    }

    /// What they give.
    public static List<String> run() {
        var results = new ArrayList<String>();
        Function<String, Integer> parse = Integer::valueOf;
        results.add(String.valueOf(parse.apply("12")));
        Function<String, String> unbound = String::strip;
        results.add(unbound.apply(" stripped "));
        BiFunction<String, String, Boolean> unboundWithArgument = String::equalsIgnoreCase;
        results.add(String.valueOf(unboundWithArgument.apply("A", "a")));
        Function<CharSequence, Integer> ofInterface = CharSequence::length;
        results.add(String.valueOf(ofInterface.apply("four")));
        Supplier<List<String>> constructor = ArrayList::new;
        results.add(constructor.get().toString());
        IntFunction<int[][]> arrays = int[][]::new;
        results.add(Arrays.deepToString(arrays.apply(2)));
        Function<int[], int[]> copies = int[]::clone;
        results.add(Arrays.toString(copies.apply(new int[] {1, 2})));
        Three<String, Object, Object, String> varargs = String::format;
        results.add(varargs.of("%s-%s", 1, "b"));
        new ReferenceSamples("me").addOwn(results);
        results.add(nullReceiver());
        return results;
    }

    private void addOwn(List<String> results) {
        UnaryOperator<String> inherited = this::greeting;
        results.add(inherited.apply("hello"));
        UnaryOperator<String> above = super::greeting;
        results.add(above.apply("hello"));
        UnaryOperator<String> staticAbove = Protected::shouted;
        results.add(staticAbove.apply("hello"));
        Supplier<String> text = super::toString;
        results.add(String.valueOf(text.get().contains(getClass().getSimpleName())));
        UnaryOperator<String> own = this::secret;
        results.add(own.apply("x"));
        UnaryOperator<String> ownStatic = ReferenceSamples::hidden;
        results.add(ownStatic.apply("x"));
        Consumer<String> dropped = this::secret;
        dropped.accept("y");
        results.add("called " + calls);
        IntFunction<Inner> inner = Inner::new;
        Function<Inner, String> told = Inner::told;
        results.add(told.apply(inner.apply(7)));
        Function<String, ReferenceSamples> made = ReferenceSamples::new;
        results.add(made.apply("made").open());
    }

    @Override
    protected String greeting(String word) {
        return "overridden " + word;
    }

    private String secret(String word) {
        calls++;
        return word + calls;
    }

    private static String hidden(String word) {
        return "hidden " + word;
    }

    private static String nullReceiver() {
        String nothing = System.getProperty("is.not.set");
        try {
            Supplier<String> late = nothing::strip;
            return "made " + late;
        } catch (NullPointerException e) {
            return "refused when made";
        }
    }
}
