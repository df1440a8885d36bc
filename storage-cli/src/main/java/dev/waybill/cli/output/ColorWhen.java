package dev.waybill.cli.output;

import java.util.Locale;
import java.util.Map;

/// When colours are used.
public enum ColorWhen {
    /// On a terminal, unless `NO_COLOR` is set (no-color.org) or `TERM` is `dumb`.
    AUTO,
    /// Always.
    ALWAYS,
    /// Never.
    NEVER;

    /// The colours of a stream.
    public Paint paint(boolean terminal, Map<String, String> environment) {
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return switch (this) {
            case AUTO -> terminal && wanted ? Paint.ANSI : Paint.PLAIN;
            case ALWAYS -> Paint.ANSI;
            case NEVER -> Paint.PLAIN;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
