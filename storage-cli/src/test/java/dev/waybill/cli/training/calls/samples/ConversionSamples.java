package dev.waybill.cli.training.calls.samples;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/// Lambdas and references whose types differ from those of their interface: boxed, widened, generic, cast.
public final class ConversionSamples {

    private ConversionSamples() {}

    /// With a method of another erased type than the one above it, which needs a bridge.
    interface Joined extends BinaryOperator<String> {
        @Override
        String apply(String a, String b);
    }

    interface OfAny<T> {
        int length(T of);
    }

    interface OfText {
        int length(String of);
    }

    /// Inherits a method of two erased types and says neither.
    interface Both extends OfAny<String>, OfText {}

    interface Marker {}

    interface Marked extends Marker {
        int of(int number);
    }

    interface ToChar<T> {
        char of(T value);
    }

    interface OfByte {
        Object of(byte value);
    }

    /// What they give.
    public static List<String> run() {
        var results = new ArrayList<String>();
        addBoxed(results);
        addWidened(results);
        Joined joined = (a, b) -> a + b;
        BinaryOperator<String> above = joined;
        results.add(joined.apply("a", "b") + above.apply("c", "d"));
        BiFunction<String, String, String> top = String::concat;
        results.add(top.apply("e", "f"));
        Both both = String::length;
        OfAny<String> ofAny = both;
        OfText ofText = both;
        results.add(ofAny.length("a") + " " + ofText.length("bb"));
        Runnable marked = (Runnable & Marker & Cloneable) () -> results.add("ran");
        marked.run();
        results.add((marked instanceof Marker) + " " + (marked instanceof Cloneable) + " "
                + (marked instanceof Serializable));
        Marked number = n -> n + 1;
        results.add(number.of(1) + " " + (number instanceof Marker));
        results.add(wrongType());
        results.add(List.of(3, 1, 2).stream()
                .sorted(Comparator.comparing(n -> -n))
                .toList()
                .toString());
        return results;
    }

    private static void addBoxed(List<String> results) {
        Function<Integer, Integer> unboxed = Math::abs;
        results.add(String.valueOf(unboxed.apply(-5)));
        IntFunction<Object> boxed = Integer::toHexString;
        results.add(String.valueOf(boxed.apply(255)));
        IntFunction<Integer> same = Integer::valueOf;
        results.add(String.valueOf(same.apply(400)));
        Supplier<Number> number = "four"::length;
        results.add(number.get().getClass() + " " + number.get());
        IntUnaryOperator byObject = Integer.valueOf(2)::compareTo;
        results.add(String.valueOf(byObject.applyAsInt(3)));
        Predicate<String> truth = String::isEmpty;
        results.add(String.valueOf(truth.test("")));
        Function<String, Boolean> boxedTruth = String::isEmpty;
        results.add(String.valueOf(boxedTruth.apply("x")));
        ToChar<Character> sign = Character::toUpperCase;
        results.add(String.valueOf(sign.of('q')));
        IntPredicate ofSign = Character::isDigit;
        results.add(String.valueOf(ofSign.test('7')));
        OfByte small = Byte::valueOf;
        results.add(small.of((byte) 200).getClass() + " " + small.of((byte) 200));
    }

    private static void addWidened(List<String> results) {
        IntToLongFunction toLong = Math::abs;
        results.add(String.valueOf(toLong.applyAsLong(-3)));
        ToLongFunction<Integer> unboxedToLong = Integer::intValue;
        results.add(String.valueOf(unboxedToLong.applyAsLong(9)));
        ToDoubleFunction<Integer> widenedTwice = Math::sqrt;
        results.add(String.valueOf(widenedTwice.applyAsDouble(16)));
        DoubleUnaryOperator exact = Math::ceil;
        results.add(String.valueOf(exact.applyAsDouble(1.5)));
        LongSupplier ofInt = "three"::length;
        results.add(String.valueOf(ofInt.getAsLong()));
        ToDoubleFunction<Character> ofSign = ConversionSamples::half;
        results.add(String.valueOf(ofSign.applyAsDouble('d')));
        Function<Short, Long> longOfShort = ConversionSamples::doubled;
        results.add(String.valueOf(longOfShort.apply((short) 21)));
        Function<Character, Long> longOfSign = ConversionSamples::doubled;
        results.add(String.valueOf(longOfSign.apply('d')));
    }

    private static float half(int of) {
        return of / 2f;
    }

    private static long doubled(long of) {
        return of * 2;
    }

    /// Java checks what comes where a type parameter was promised to be something else.
    @SuppressWarnings("unchecked")
    private static String wrongType() {
        Function<Integer, Object> takes = n -> n;
        try {
            return "taken " + ((Function<Object, Object>) (Function<?, ?>) takes).apply("text");
        } catch (ClassCastException e) {
            return "refused";
        }
    }
}
