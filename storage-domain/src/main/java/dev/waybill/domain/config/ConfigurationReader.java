package dev.waybill.domain.config;

import dev.waybill.port.spi.AdapterProvider;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds and reads the configuration: flags before environment before `waybill.yaml`, or before the files of an ABI
/// project where there is no `waybill.yaml`.
///
/// Everything that is wrong comes to light at once, and nothing is connected to.
public final class ConfigurationReader {
    /// Names the configuration file, instead of looking for one.
    public static final String FILE_VARIABLE = "WAYBILL_CONFIG";
    /// The remote used when none is named, or a URL.
    public static final String REMOTE_VARIABLE = "WAYBILL_REMOTE";
    /// The local folder; a relative one counts from the working folder.
    public static final String STORAGE_VARIABLE = "WAYBILL_STORAGE";

    private final RemoteReader remoteReader;
    private final Map<String, String> environment;

    /// @param providers the kinds of stores there are
    /// @param environment the variables of the process
    public ConfigurationReader(List<AdapterProvider> providers, Map<String, String> environment) {
        this.remoteReader = new RemoteReader(providers, environment);
        this.environment = Map.copyOf(environment);
    }

    /// The configuration that holds in `workingFolder` without flags.
    ///
    /// @throws ConfigurationException with everything that is wrong
    public WaybillConfiguration read(Path workingFolder) {
        return read(workingFolder, ConfigurationOverrides.NONE);
    }

    /// The configuration that holds in `workingFolder` under these flags.
    ///
    /// @throws ConfigurationException with everything that is wrong
    public WaybillConfiguration read(Path workingFolder, ConfigurationOverrides flags) {
        Path from = workingFolder.toAbsolutePath().normalize();
        var own = new ConfigurationFile(environment).locate(from, flags);
        var problems = new ProblemList(own.map(Path::toString).orElse("configuration"));
        Optional<AbiProject> project = own.isEmpty() && remoteReader.knows(AbiProject.REMOTE)
                ? AbiProject.find(from, environment)
                : Optional.empty();
        var location = own.or(() -> project.map(AbiProject::file));
        ConfigurationDraft draft = own.map(file -> new DraftReader(remoteReader, environment, file, problems).read())
                .or(() -> project.map(p -> p.draft(remoteReader)))
                .orElse(ConfigurationDraft.EMPTY);

        Optional<Path> storage = storage(from, flags, draft, problems);
        var remotes = new HashMap<>(draft.remotes());
        if (!draft.remoteNames().contains(WaybillConfiguration.EMBEDDED)) {
            embedded(storage.orElse(from.resolve(StorageFolder.DEFAULT_NAME)))
                    .ifPresent(remote -> remotes.put(WaybillConfiguration.EMBEDDED, remote));
        }
        String remote = remote(flags, draft, remotes, problems);
        if (!problems.isEmpty()) {
            remotes.values().forEach(r -> problems.addAll(r.problems()));
            throw new ConfigurationException(problems.sorted());
        }
        return new WaybillConfiguration(
                location, from, storage, remote, remotes, draft.sync(), draft.cache(), draft.warnings());
    }

    private Optional<Path> storage(
            Path from, ConfigurationOverrides flags, ConfigurationDraft draft, ProblemList problems) {
        return flags.storage()
                .or(() -> variable(STORAGE_VARIABLE)
                        .flatMap(text -> UserPath.parse(text, environment).or(() -> {
                            problems.noteElsewhere(STORAGE_VARIABLE, "not a path");
                            return Optional.empty();
                        })))
                .map(path -> from.resolve(path).normalize())
                .or(draft::storage)
                .or(() -> StorageFolder.find(from, StorageFolder.DEFAULT_NAME));
    }

    /// The remote used when none is named, checked to be one.
    private String remote(
            ConfigurationOverrides flags,
            ConfigurationDraft draft,
            Map<String, RemoteConfiguration> remotes,
            ProblemList problems) {
        Optional<String> variable = variable(REMOTE_VARIABLE);
        Optional<String> given = flags.remote().or(() -> variable);
        String remote = given.or(() -> draft.remote().map(Setting::text)).orElse(WaybillConfiguration.EMBEDDED);
        boolean known = remotes.containsKey(remote)
                || draft.remoteNames().contains(remote)
                || UrlText.schemeOf(remote).isPresent()
                || (given.isEmpty() && draft.remote().isEmpty());
        if (!known) {
            String message = WaybillConfiguration.unknownRemote(UrlText.shown(remote), remotes);
            if (flags.remote().isPresent()) {
                problems.noteElsewhere("--remote", message);
            } else if (variable.isPresent()) {
                problems.noteElsewhere(REMOTE_VARIABLE, message);
            } else {
                problems.note(draft.remote().map(Setting::place).orElse(Place.NONE), message);
            }
        }
        return remote;
    }

    /// The store that is there without any configuration, if folders can be stores here.
    private Optional<RemoteConfiguration> embedded(Path storage) {
        if (!remoteReader.knows(FolderSettings.SCHEME)) {
            return Optional.empty();
        }
        Path root = storage.resolveSibling(".waybill").resolve("remote");
        return Optional.of(remoteReader.ofSettings(
                WaybillConfiguration.EMBEDDED, FolderSettings.SCHEME, FolderSettings.creating(root), storage));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
