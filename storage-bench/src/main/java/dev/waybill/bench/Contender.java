package dev.waybill.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A tool that brings a target in step with a folder.
interface Contender {
    /// As the report calls it.
    String name();

    /// What it is and which version, or empty if it is not installed.
    Optional<String> version() throws IOException, InterruptedException;

    /// The flags it is run with, for the report.
    String flags();

    /// The command that pushes `folder` to `target`, or empty if the tool cannot.
    Optional<Job> push(Path folder, Target target) throws IOException;

    /// The command that pulls `target` to `folder`, or empty if the tool cannot.
    default Optional<Job> pull(Path folder, Target target) throws IOException {
        return Optional.empty();
    }

    /// Forgets what it knows of earlier pushes of `folder`, so that the next one is a first one.
    void forget(Path folder) throws IOException;

    /// A command with what it needs around it.
    record Job(List<String> command, Map<String, String> environment) {}
}
