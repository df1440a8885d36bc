package dev.waybill.domain.config;

import java.nio.file.Path;
import java.util.Map;

/// The user's folder for what is to be kept and is no configuration (XDG Base Directory Specification).
public final class UserState {
    private UserState() {}

    /// `waybill` in `$XDG_STATE_HOME`, or in `~/.local/state`.
    ///
    /// @param environment the variables of the process
    public static Path folder(Map<String, String> environment) {
        return UserPath.parse(environment.getOrDefault("XDG_STATE_HOME", ""), environment)
                .filter(Path::isAbsolute)
                .orElseGet(() -> UserPath.home(environment).resolve(".local").resolve("state"))
                .resolve("waybill");
    }
}
