package dev.waybill.domain.config;

import java.nio.file.Path;
import java.util.Map;

/// The user's folder for what can be made anew (XDG Base Directory Specification).
public final class UserCache {
    private UserCache() {}

    /// `waybill` in `$XDG_CACHE_HOME`, or in `~/.cache`.
    ///
    /// @param environment the variables of the process
    public static Path folder(Map<String, String> environment) {
        return UserPath.parse(environment.getOrDefault("XDG_CACHE_HOME", ""), environment)
                .filter(Path::isAbsolute)
                .orElseGet(() -> UserPath.home(environment).resolve(".cache"))
                .resolve("waybill");
    }
}
