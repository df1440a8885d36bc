package dev.waybill.cli.command;

import dev.waybill.domain.config.ConfigurationOverrides;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that name the two sides.
final class PairFlags {
    @Option(names = "--remote", paramLabel = "NAME", description = "The remote to sync with, or its URL.")
    Optional<String> remote = Optional.empty();

    @Option(
            names = "--storage",
            paramLabel = "FOLDER",
            description = "The local folder; the nearest one called storage if left out.")
    Optional<Path> storage = Optional.empty();

    ConfigurationOverrides overrides(ConfigurationOverrides flags) {
        var result = flags;
        if (remote.isPresent()) {
            result = result.withRemote(remote.get());
        }
        return storage.isPresent() ? result.withStorage(storage.get()) : result;
    }
}
