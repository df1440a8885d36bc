package dev.waybill.domain.config;

import java.nio.file.Path;
import java.util.Map;

/// The settings by which a local folder is a store: the keys of the provider `file`.
public final class FolderSettings {
    /// The scheme of the provider that makes stores of folders.
    public static final String SCHEME = "file";

    private FolderSettings() {}

    /// The folder `root`, which must be there.
    public static Map<String, String> existing(Path root) {
        return Map.of("root", root.toAbsolutePath().toString());
    }

    /// The folder `root`, made when it is first written to.
    public static Map<String, String> creating(Path root) {
        return Map.of("root", root.toAbsolutePath().toString(), "createRoot", "true");
    }
}
