package dev.waybill.domain.config;

import java.nio.file.Path;
import java.util.Optional;

/// What a command's flags say; each goes before the environment, which goes before the file.
///
/// @param file the configuration file to read, instead of looking for one
/// @param remote the remote used when none is named, or a URL
/// @param storage the local folder; a relative one counts from the working folder
public record ConfigurationOverrides(Optional<Path> file, Optional<String> remote, Optional<Path> storage) {
    /// No flag was given.
    public static final ConfigurationOverrides NONE =
            new ConfigurationOverrides(Optional.empty(), Optional.empty(), Optional.empty());

    /// The same with this configuration file.
    public ConfigurationOverrides withFile(Path path) {
        return new ConfigurationOverrides(Optional.of(path), remote, storage);
    }

    /// The same with this remote.
    public ConfigurationOverrides withRemote(String nameOrUrl) {
        return new ConfigurationOverrides(file, Optional.of(nameOrUrl), storage);
    }

    /// The same with this local folder.
    public ConfigurationOverrides withStorage(Path folder) {
        return new ConfigurationOverrides(file, remote, Optional.of(folder));
    }
}
