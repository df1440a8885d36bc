package dev.waybill.domain.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What the paths in a configuration count from.
///
/// @param base the folder of the file, for relative ones
/// @param environment the variables of the process, for those in the home folder
record Folders(Path base, Map<String, String> environment) {
    /// The absolute path that `text` names, [#base] for empty text; empty if it is no path.
    Optional<Path> path(String text) {
        return text.isEmpty()
                ? Optional.of(base)
                : UserPath.parse(text, environment)
                        .map(path -> base.resolve(path).normalize());
    }
}
