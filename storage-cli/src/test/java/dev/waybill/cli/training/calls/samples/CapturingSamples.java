package dev.waybill.cli.training.calls.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/// Lambdas that capture nothing, each kind of value, and the object that they are in.
@SuppressWarnings({"IdentityBinaryExpression", "ReferenceEquality"}) // What these find is asked.
public final class CapturingSamples {
    private static final Supplier<String> IN_STATIC_INITIALISER = () -> "static";

    private final Supplier<String> inField = () -> "field of " + name();
    private final String name;

    private CapturingSamples(String name) {
        this(named(() -> name + "?"), name.length());
    }

    private CapturingSamples(String name, int length) {
        this.name = name + length;
    }

    private String name() {
        return name;
    }

    private static String named(Supplier<String> before) {
        return before.get();
    }

    /// What they give.
    public static List<String> run() throws Exception {
        var results = new ArrayList<String>();
        results.add(IN_STATIC_INITIALISER.get());
        results.add(primitives(true, (byte) -1, '\u00e9', (short) -300, 1 << 30, 1L << 40, 0.1f, -0.0));
        results.add(mixed("a", 1L, List.of(2.5), new int[] {3}));
        var sample = new CapturingSamples("one");
        results.add(sample.inField.get());
        results.add(sample.inner().get());
        results.add(sample.anonymous().call());
        results.add(String.valueOf(factorial(5)));
        results.add(String.valueOf(once() == once()));
        results.add(curried().apply(1).apply(2).apply(3));
        return results;
    }

    private static String primitives(
            boolean truth, byte small, char sign, short less, int whole, long more, float part, double exact) {
        Supplier<String> all = () -> truth + ", " + small + ", " + sign + ", " + less + ", " + whole + ", " + more
                + ", " + part + ", " + exact;
        return all.get();
    }

    private static String mixed(String text, long number, List<Double> list, int[] array) {
        IntBinaryOperator sum = (a, b) -> (int) (text.length() * a + number * b + list.getFirst() + array[0]++);
        return sum.applyAsInt(10, 100) + " " + sum.applyAsInt(10, 100);
    }

    private Supplier<String> inner() {
        class Local {
            private final String own = "own";

            Supplier<String> give() {
                return () -> own + " and " + name;
            }
        }
        return new Local().give();
    }

    private Callable<String> anonymous() {
        return new Callable<>() {
            @Override
            public String call() throws Exception {
                Callable<String> nested = () -> {
                    Supplier<String> deeper = () -> getClass().getName() + " of " + name;
                    return deeper.get();
                };
                return nested.call();
            }
        };
    }

    private static int factorial(int of) {
        IntFunction<Integer> step = n -> n == 0 ? 1 : n * factorial(n - 1);
        return step.apply(of);
    }

    /// What captures nothing is the same each time.
    private static Runnable once() {
        return () -> {};
    }

    private static Function<Integer, Function<Integer, Function<Integer, String>>> curried() {
        return a -> b -> c -> a + "" + b + c;
    }
}
