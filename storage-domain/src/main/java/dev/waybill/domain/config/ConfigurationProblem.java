package dev.waybill.domain.config;

/// One thing that is wrong with a configuration, worded so that it can be put right.
///
/// @param file what the value came from: a file's path, or the flag, environment variable or URL
/// @param line counts from 1; 0 where there are no lines
/// @param column counts from 1; 0 where there are no columns
/// @param message what is wrong and what to do; never holds a secret
public record ConfigurationProblem(String file, int line, int column, String message) {
    /// As compilers write it: `waybill.yaml:3:5: unknown key …`.
    @Override
    public String toString() {
        return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
    }
}
