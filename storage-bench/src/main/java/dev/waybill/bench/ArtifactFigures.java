package dev.waybill.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Collects the tables of the page on catalogs, as Markdown. One thread.
final class ArtifactFigures {
    private static final double MEBIBYTE = 1 << 20;

    private final StringBuilder text = new StringBuilder();

    /// One case.
    ///
    /// @param title what was done, and where
    /// @param rows one a client; the first is Waybill
    void table(String title, List<ArtifactRow> rows) {
        text.append("\n### ").append(title).append("\n\n");
        text.append("""
                | client | wall s | client CPU s | peak MiB | requests | MiB received | documents fetched |
                |---|---|---|---|---|---|---|
                """);
        var first = rows.getFirst().usage();
        for (var row : rows) {
            text.append("| %s | %s | %s | %s | %s | %s | %s |%n"
                    .formatted(
                            row.who(),
                            against(row.usage().wallSeconds(), first.wallSeconds()),
                            against(row.usage().cpuSeconds(), first.cpuSeconds()),
                            row.usage().peakMebibytes() == 0
                                    ? "–"
                                    : "%.0f".formatted(row.usage().peakMebibytes()),
                            number(row.requests()),
                            row.bytesDown()
                                    .map(bytes -> "%.1f".formatted(bytes / MEBIBYTE))
                                    .orElse("–"),
                            number(row.documents())));
        }
        System.err.println(text.substring(text.lastIndexOf("\n### ")));
    }

    private static String against(double figure, double first) {
        if (figure == 0) {
            return "–";
        }
        String plain = String.format(Locale.ROOT, "%.2f", figure);
        return figure == first ? plain : plain + String.format(Locale.ROOT, " (×%.1f)", figure / first);
    }

    private static String number(Optional<Long> number) {
        return number.map("%,d"::formatted).orElse("–");
    }

    /// Questions that were asked many times.
    ///
    /// @param title of what
    /// @param rows the question, the median of its times in milliseconds, and what was found
    void questions(String title, List<Question> rows) {
        text.append("\n### ").append(title).append("\n\n| question | ms | found |\n|---|---|---|\n");
        for (var row : new ArrayList<>(rows)) {
            text.append(String.format(Locale.ROOT, "| %s | %.2f | %s |%n", row.question(), row.millis(), row.found()));
        }
        System.err.println(text.substring(text.lastIndexOf("\n### ")));
    }

    /// @param question in words
    /// @param millis the median
    /// @param found in words
    record Question(String question, double millis, String found) {}

    /// Words between tables.
    void paragraph(String words) {
        text.append('\n').append(words).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
