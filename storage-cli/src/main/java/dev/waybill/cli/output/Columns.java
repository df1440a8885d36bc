package dev.waybill.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// A table for people: columns under headings, two blanks between them. One thread.
public final class Columns {
    private final List<List<String>> rows = new ArrayList<>();

    /// A table with these headings.
    public Columns(String... headings) {
        rows.add(List.of(headings));
    }

    /// Adds a row, which may come from outside.
    public Columns row(String... cells) {
        rows.add(Arrays.stream(cells).map(SafeText::of).toList());
        return this;
    }

    /// The lines of the table; none where it has no row.
    public List<String> lines() {
        if (rows.size() == 1) {
            return List.of();
        }
        var widths = new ArrayList<>(Collections.nCopies(rows.getFirst().size(), 0));
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths.set(
                        i,
                        Math.max(
                                widths.get(i),
                                row.get(i).codePointCount(0, row.get(i).length())));
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, List<Integer> widths) {
        var line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            line.append(cell);
            line.append(" ".repeat(widths.get(i) - cell.codePointCount(0, cell.length()) + 2));
        }
        return line.toString().stripTrailing();
    }
}
