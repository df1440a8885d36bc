package dev.waybill.domain.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Paths as people write them: `~/data` is in the home folder.
final class UserPath {
    private UserPath() {}

    /// The path `text`, or empty if it is none.
    static Optional<Path> parse(String text, Map<String, String> environment) {
        try {
            Path home = home(environment);
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            text.equals("~")
                                    ? home
                                    : text.startsWith("~/") ? home.resolve(text.substring(2)) : Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /// The user's home folder.
    static Path home(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home", "/") : home);
    }
}
