package dev.waybill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Writes comparisons as Markdown between two marks of a page, whose other text is written by people.
final class Report {
    private static final String BEGIN = "<!-- figures: begin -->";
    private static final String END = "<!-- figures: end -->";

    private Report() {}

    /// Replaces what stands between the marks of `page`.
    ///
    /// @throws IOException if the page has no marks
    static void write(Path page, String figures) throws IOException {
        var text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException("no marks " + BEGIN + " and " + END + " in " + page);
        }
        Files.writeString(
                page, text.substring(0, begin + BEGIN.length()) + "\n\n" + figures + "\n" + text.substring(end));
    }

    /// The tables, each figure of another tool also as a multiple of Waybill's.
    static String figures(String machine, List<String> tools, List<Comparison> comparisons) {
        return "Machine: " + machine + ".\n\n"
                + tools.stream().map(tool -> "- " + tool + "\n").collect(Collectors.joining())
                + comparisons.stream().map(Report::table).collect(Collectors.joining());
    }

    private static String table(Comparison comparison) {
        var first = comparison.entries().getFirst().usage();
        boolean counted = first.requests() > 0;
        return "\n### " + comparison.title() + ", to " + comparison.target() + "\n\n"
                + "| tool | wall s | client CPU s | peak MiB |" + (counted ? " requests |" : "") + " MiB/s |\n"
                + "|---|---|---|---|" + (counted ? "---|" : "") + "---|\n"
                + comparison.entries().stream()
                        .map(entry -> row(entry, first, comparison.bytes()))
                        .collect(Collectors.joining())
                + (comparison.profile().isEmpty()
                        ? ""
                        : "\nWhere Waybill's CPU time goes: " + comparison.profile() + ".\n");
    }

    private static String row(Comparison.Entry entry, Usage first, long bytes) {
        var usage = entry.usage();
        return "| %s | %s | %s | %s |%s %.0f |%n"
                .formatted(
                        entry.tool(),
                        against(usage.wallSeconds(), first.wallSeconds(), "%.2f"),
                        against(usage.cpuSeconds(), first.cpuSeconds(), "%.2f"),
                        against(usage.peakMebibytes(), first.peakMebibytes(), "%.0f"),
                        first.requests() > 0 ? " " + against(usage.requests(), first.requests(), "%.0f") + " |" : "",
                        bytes / usage.wallSeconds() / (1 << 20));
    }

    private static String against(double figure, double first, String format) {
        return format.formatted(figure) + (figure == first ? "" : " (×%.2f)".formatted(figure / first));
    }
}
