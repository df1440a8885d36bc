package dev.waybill.cli.catalog;

import dev.waybill.cli.run.Session;
import dev.waybill.domain.config.ConfigurationEditor;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which file of configuration is edited.
final class ConfigurationPlace {
    @Option(names = "--global", description = "The user's own configuration instead of the nearest waybill.yaml.")
    private boolean global;

    /// Whether it is the user's own.
    boolean isGlobal() {
        return global;
    }

    /// The file, whether it is there or not.
    Path file(Session session) {
        ConfigurationEditor editor = editor(session);
        return global
                ? editor.fileOfUser()
                : editor.fileOf(session.surroundings().workingFolder(), session.overrides());
    }

    static ConfigurationEditor editor(Session session) {
        return new ConfigurationEditor(
                session.factory().providers(), session.surroundings().environment());
    }
}
