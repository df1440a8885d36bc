package dev.waybill.cli.training.calls.samples.other;

/// Has members that only classes below it may use, and all that are in its package.
public class Protected {
    private final String name;

    protected Protected(String name) {
        this.name = name;
    }

    protected Protected() {
        this("nobody");
    }

    protected String greeting(String word) {
        return word + " " + name;
    }

    protected static String shouted(String word) {
        return word + "!";
    }

    /// May be called by all.
    public String open() {
        return name;
    }
}
