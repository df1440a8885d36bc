package dev.waybill.domain.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A configuration without anything wrong in it, with flags and environment taken in.
///
/// @param file the file it was read from, if there was one
/// @param folder the folder it was looked for from
/// @param storage the local folder: the configured one, which need not exist, else the nearest one found
/// @param remote the remote used when none is named: a name among `remotes`, or a URL
/// @param remotes every configured remote by name, with the embedded one
/// @param sync what holds for push, pull and status where no flag says otherwise
/// @param cache what holds for the cache of contents
/// @param warnings what is not wrong, but should be looked at
public record WaybillConfiguration(
        Optional<Path> file,
        Path folder,
        Optional<Path> storage,
        String remote,
        Map<String, RemoteConfiguration> remotes,
        SyncDefaults sync,
        CacheDefaults cache,
        List<ConfigurationProblem> warnings) {

    /// The name of the remote that needs no configuration: `.waybill/remote` beside the storage folder.
    public static final String EMBEDDED = "embedded";

    public WaybillConfiguration {
        remotes = java.util.Collections.unmodifiableMap(new TreeMap<>(remotes));
        warnings = List.copyOf(warnings);
    }

    /// The remote called `name`.
    ///
    /// @throws ConfigurationException if there is none, naming the nearest or those there are
    public RemoteConfiguration remote(String name) {
        return Optional.ofNullable(remotes.get(name)).orElseThrow(() -> {
            String origin = file.map(Path::toString).orElse("no waybill.yaml found");
            return ConfigurationException.of(origin, unknownRemote(name, remotes));
        });
    }

    /// What keeps single remotes from being opened on this machine.
    public List<ConfigurationProblem> problems() {
        var problems = new ArrayList<ConfigurationProblem>();
        remotes.values().forEach(remote -> problems.addAll(remote.problems()));
        return problems;
    }

    static String unknownRemote(String name, Map<String, ?> remotes) {
        return "no remote is called \"" + name + "\"; " + NearestName.hint(name, remotes.keySet());
    }
}
