package dev.waybill.domain.config;

import java.util.List;
import java.util.stream.Collectors;

/// The configuration cannot be used. Holds everything that is wrong with it, in the order of its lines.
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigurationProblem> problems;

    /// @param problems at least one
    public ConfigurationException(List<ConfigurationProblem> problems) {
        super(problems.stream().map(ConfigurationProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /// The one thing wrong with what was given as `origin`: a flag, an environment variable, a URL.
    public static ConfigurationException of(String origin, String message) {
        return new ConfigurationException(List.of(new ConfigurationProblem(origin, 0, 0, message)));
    }

    /// Everything that is wrong.
    public List<ConfigurationProblem> problems() {
        return problems;
    }
}
