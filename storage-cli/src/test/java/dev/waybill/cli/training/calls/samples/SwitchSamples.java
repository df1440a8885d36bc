package dev.waybill.cli.training.calls.samples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Switches over types, with guards, texts, numbers, constants, `null` and records in records.
@SuppressWarnings("NullAway") // What it finds is asked.
public final class SwitchSamples {

    private SwitchSamples() {}

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    record Box(Shape inner, int count) implements Shape {}

    enum Colour implements Shape {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "green";
            }
        }
    }

    /// What they give.
    public static List<String> run() {
        var results = new ArrayList<String>();
        for (Object asked : asked()) {
            results.add(kind(asked));
            results.add(String.valueOf(element(asked)));
        }
        for (Shape shape : List.of(
                new Circle(1),
                new Circle(-1),
                new Box(new Circle(2), 1),
                new Box(Colour.RED, 2),
                Colour.RED,
                Colour.GREEN)) {
            results.add(shape + ": " + shape(shape));
        }
        for (String text : List.of("a", "bb", "ccc", "")) {
            results.add(text + ": " + text(text));
        }
        for (Integer number : List.of(1, 7, 100)) {
            results.add(number + ": " + number(number));
        }
        results.add(sign('a') + sign('b') + sign('z'));
        for (Colour colour : Colour.values()) {
            results.add(colour + ": " + colour(colour));
        }
        results.add(refused());
        return results;
    }

    private static List<Object> asked() {
        return Arrays.asList(
                1,
                2L,
                'c',
                "text",
                "",
                new int[] {1},
                List.of(),
                new String[0],
                TimeUnit.DAYS,
                Thread.State.NEW,
                1.5,
                null);
    }

    private static String kind(Object asked) {
        return switch (asked) {
            case null -> "nothing";
            case String text when text.isEmpty() -> "empty text";
            case String text -> "text of " + text.length();
            case Integer number when number > 1 -> "more";
            case Integer number when number == 1 -> "one";
            case Integer number -> "number";
            case int[] array -> "numbers " + array.length;
            case Object[] array -> "array " + array.length;
            case Enum<?> constant -> constant.name();
            case Number number -> number.getClass().getName();
            default -> "other";
        };
    }

    private static int element(Object asked) {
        if (asked instanceof Integer number) {
            return number;
        }
        switch (asked) {
            case CharSequence text:
                return text.length();
            case List<?> list:
                return -list.size();
            case null, default:
                return Objects.hashCode(asked) == 0 ? 0 : 99;
        }
    }

    private static String shape(Shape shape) {
        return switch (shape) {
            case Circle circle when circle.radius() < 0 -> "no circle";
            case Circle(double radius) -> "circle " + radius;
            case Box(Circle(double radius), int count) -> count + " boxed circle " + radius;
            case Box(Shape inner, var count) -> count + " boxed " + inner;
            case Colour.RED -> "the red one";
            case Colour.GREEN -> "the green one";
        };
    }

    private static String text(String text) {
        return switch (text) {
            case "a" -> "first";
            case String longer when longer.length() > 2 -> "long";
            case "bb" -> "second";
            case String other -> "other";
        };
    }

    private static String number(Integer number) {
        return switch (number) {
            case 1 -> "one";
            case Integer more when more > 50 -> "many";
            case Integer some -> "some " + some;
        };
    }

    private static String sign(Character sign) {
        return switch (sign) {
            case 'a' -> "first ";
            case Character some when some > 'x' -> "late ";
            case Character some -> "some ";
        };
    }

    private static String colour(Colour colour) {
        return switch (colour) {
            case RED -> "red";
            case Colour other when other.ordinal() > 5 -> "none";
            case GREEN -> "green";
            case Colour other -> "never";
        };
    }

    private static String refused() {
        Shape nothing = asked().isEmpty() ? Colour.RED : null;
        try {
            return shape(nothing);
        } catch (NullPointerException e) {
            return "null refused";
        }
    }
}
