package dev.waybill.domain.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one file says, before flags and environment.
///
/// @param remotes those that could be read
/// @param remoteNames all that the file names, those with problems too
record ConfigurationDraft(
        Optional<Path> storage,
        Optional<Setting> remote,
        Map<String, RemoteConfiguration> remotes,
        Set<String> remoteNames,
        SyncDefaults sync,
        CacheDefaults cache,
        List<ConfigurationProblem> warnings) {

    static final ConfigurationDraft EMPTY = new ConfigurationDraft(
            Optional.empty(), Optional.empty(), Map.of(), Set.of(), SyncDefaults.NONE, CacheDefaults.NONE, List.of());
}
