package dev.waybill.domain.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The problems of one origin as they come to light. One thread at a time.
final class ProblemList {
    private final String origin;
    private final List<ConfigurationProblem> problems = new ArrayList<>();

    ProblemList(String origin) {
        this.origin = origin;
    }

    String origin() {
        return origin;
    }

    void note(Place place, String message) {
        problems.add(new ConfigurationProblem(origin, place.line(), place.column(), message));
    }

    void noteElsewhere(String otherOrigin, String message) {
        problems.add(new ConfigurationProblem(otherOrigin, 0, 0, message));
    }

    void addAll(List<ConfigurationProblem> more) {
        problems.addAll(more);
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /// The problems so far, in the order of their lines.
    List<ConfigurationProblem> sorted() {
        // Mostly there are none, and to prepare an order takes longer than all else here.
        return problems.isEmpty()
                ? List.of()
                : problems.stream()
                        .distinct()
                        .sorted(Comparator.comparingInt(ConfigurationProblem::line)
                                .thenComparingInt(ConfigurationProblem::column))
                        .toList();
    }
}
