package dev.waybill.cli.training.calls.samples;

import java.util.ArrayList;
import java.util.List;

/// Records with components of every kind, compared, hashed and written.
@SuppressWarnings({"NullAway", "SelfEquals", "EqualsNull", "EqualsIncompatibleType"}) // What these find is asked.
public final class RecordSamples {

    private RecordSamples() {}

    record Everything(
            boolean truth,
            byte small,
            char sign,
            short less,
            int whole,
            long more,
            float part,
            double exact,
            String text,
            Object any,
            int[] numbers,
            char[] signs,
            List<String> list) {}

    record Nothing() {}

    record Pair<A, B extends Comparable<B>>(A first, B second) {}

    record Real(float part, double exact) {}

    /// Says one of the three itself.
    record Own(String text) {
        @Override
        public int hashCode() {
            return 7;
        }
    }

    record Outer(Inner inner) {
        record Inner(String $odd_name) {}
    }

    /// What they give.
    public static List<String> run() {
        var results = new ArrayList<String>();
        record Local(String name, int count) {}
        int[] numbers = {1};
        char[] signs = {'a'};
        var all = everything("text", "any", numbers, signs);
        results.add(withoutIdentity(all.toString()));
        results.add(compared(all, everything("text", "any", numbers, signs)));
        results.add(compared(all, everything("text", "any", new int[] {1}, signs)));
        results.add(compared(all, everything(null, "any", numbers, signs)));
        results.add(withoutIdentity(everything(null, null, null, null).toString()));
        results.add(compared(everything(null, null, null, null), everything(null, null, null, null)));
        results.add(String.valueOf(everything(null, null, null, null).hashCode()));
        addEachDifference(results);
        results.add(compared(new Nothing(), new Nothing()) + new Nothing() + new Nothing().equals(null));
        results.add(new Pair<>("a", 1) + compared(new Pair<>("a", 1), new Pair<>("a", 2)));
        results.add(compared(new Pair<>("a", 1), new Pair<>("a", 1)) + new Pair<>(null, 1L).hashCode());
        results.add(new Own("x") + " " + new Own("y").hashCode() + new Own("x").equals(new Own("x")));
        results.add(new Outer(new Outer.Inner("i")) + " " + new Outer(null).hashCode());
        results.add(new TopRecord(3) + " " + new TopRecord(3).hashCode() + new TopRecord(3).equals(new TopRecord(4)));
        results.add(new Local("l", 2) + " " + new Local("l", 2).hashCode() + new Local("l", 2).equals("l"));
        return results;
    }

    private static Everything everything(String text, Object any, int[] numbers, char[] signs) {
        return new Everything(
                true, (byte) -5, 'z', (short) 300, -1, 1L << 33, 1.5f, 2.25, text, any, numbers, signs, List.of("e"));
    }

    private static void addEachDifference(List<String> results) {
        results.add(compared(new Real(0f, 0.0), new Real(-0f, 0.0)));
        results.add(compared(new Real(0f, 0.0), new Real(0f, -0.0)));
        results.add(compared(new Real(Float.NaN, Double.NaN), new Real(Float.NaN, Double.NaN)));
        results.add(new Real(Float.NaN, -0.0) + " " + new Real(Float.NaN, -0.0).hashCode());
        record Numbers(boolean truth, byte small, char sign, short less, int whole, long more) {}
        var numbers = new Numbers(true, (byte) 1, 'a', (short) 1, 1, 1);
        results.add(numbers + " " + numbers.hashCode());
        results.add(compared(numbers, new Numbers(false, (byte) 1, 'a', (short) 1, 1, 1)));
        results.add(compared(numbers, new Numbers(true, (byte) 2, 'a', (short) 1, 1, 1)));
        results.add(compared(numbers, new Numbers(true, (byte) 1, 'b', (short) 1, 1, 1)));
        results.add(compared(numbers, new Numbers(true, (byte) 1, 'a', (short) 2, 1, 1)));
        results.add(compared(numbers, new Numbers(true, (byte) 1, 'a', (short) 1, 2, 1)));
        results.add(compared(numbers, new Numbers(true, (byte) 1, 'a', (short) 1, 1, 1L << 32 | 1)));
    }

    private static String compared(Object a, Object b) {
        return a.equals(b) + " " + b.equals(a) + " " + a.equals(a) + " " + (a.hashCode() == b.hashCode());
    }

    /// An array's text tells where it is.
    private static String withoutIdentity(String text) {
        return text.replaceAll("@[0-9a-f]+", "@");
    }
}
