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
        tell(title);
    }

    /// Says on standard error that a case is over, with its first line: its tables are told once, at the end.
    private void tell(String title) {
        int rows = text.indexOf("|---", text.lastIndexOf("\n### "));
        int first = text.indexOf("\n", rows) + 1;
        System.err.println(title + ": " + text.substring(first, text.indexOf("\n", first)));
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
        tell(title);
    }

    /// Whole commands, which are not compared with each other.
    ///
    /// @param title of what
    /// @param rows one a command
    void commands(String title, List<ArtifactRow> rows) {
        text.append("\n### ").append(title).append("\n\n| command | wall s | CPU s | peak MiB |\n|---|---|---|---|\n");
        for (var row : rows) {
            var usage = row.usage();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.0f |%n",
                    row.who(),
                    usage.wallSeconds(),
                    usage.cpuSeconds(),
                    usage.peakMebibytes()));
        }
        tell(title);
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
