package dev.waybill.domain.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Finds the configuration file: the named one, else `waybill.yaml` in the working folder, in its parents,
/// or in the user's configuration folder (XDG Base Directory Specification).
final class ConfigurationFile {
    static final String NAME = "waybill.yaml";

    private final Map<String, String> environment;

    ConfigurationFile(Map<String, String> environment) {
        this.environment = environment;
    }

    /// The file to read, or empty if there is none, which is fine.
    ///
    /// @throws ConfigurationException if one was named that is not there
    Optional<Path> locate(Path workingFolder, ConfigurationOverrides flags) {
        if (flags.file().isPresent()) {
            return Optional.of(
                    named("--config", workingFolder.resolve(flags.file().get())));
        }
        Optional<String> variable = Optional.ofNullable(environment.get(ConfigurationReader.FILE_VARIABLE))
                .filter(value -> !value.isEmpty());
        if (variable.isPresent()) {
            Path path = UserPath.parse(variable.get(), environment)
                    .orElseThrow(() -> ConfigurationException.of(ConfigurationReader.FILE_VARIABLE, "not a path"));
            return Optional.of(named(ConfigurationReader.FILE_VARIABLE, workingFolder.resolve(path)));
        }
        for (Path folder = workingFolder; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(NAME))) {
                return Optional.of(folder.resolve(NAME));
            }
        }
        return Optional.of(ofUser()).filter(Files::isRegularFile);
    }

    /// The file of the user, whether it is there or not.
    Path ofUser() {
        return userFolder().resolve("waybill").resolve(NAME);
    }

    private static Path named(String origin, Path file) {
        if (!Files.isRegularFile(file)) {
            throw ConfigurationException.of(origin, "there is no file " + file.normalize());
        }
        return file.normalize();
    }

    private Path userFolder() {
        return UserPath.parse(environment.getOrDefault("XDG_CONFIG_HOME", ""), environment)
                .filter(Path::isAbsolute)
                .orElseGet(() -> UserPath.home(environment).resolve(".config"));
    }
}
