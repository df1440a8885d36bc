package dev.waybill.domain.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A project of ABI (jupyter-naas/abi), whose storage is configured by its own files: `config.workspace_id` and
/// `config.storage_name` in `config.yaml`, `NAAS_API_KEY` in the environment or in `.env`.
///
/// A folder is one if its `config.yaml` has one of the two keys, or lies beside a `.env` with that variable; a
/// `config.yaml` of another kind, which many programs have, makes none. What is missing keeps the remote from being
/// opened and nothing else from being done.
final class AbiProject {
    /// What its one remote is called.
    static final String REMOTE = "naas";

    private static final String FILE = "config.yaml";
    private static final String SECRETS = ".env";
    private static final String API_KEY = "NAAS_API_KEY";
    private static final String GROUP = "config";
    private static final Map<String, String> KEYS = Map.of("workspace", "workspace_id", "storage", "storage_name");

    private final Path folder;
    private final YamlNode.Mapping config;
    private final Optional<String> apiKey;

    private AbiProject(Path folder, YamlNode.Mapping config, Optional<String> apiKey) {
        this.folder = folder;
        this.config = config;
        this.apiKey = apiKey;
    }

    /// The project that `start` lies in, if it lies in one.
    ///
    /// @param environment the variables of the process
    static Optional<AbiProject> find(Path start, Map<String, String> environment) {
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(FILE))) {
                var config = config(folder.resolve(FILE));
                var secret = secret(folder);
                boolean declared =
                        KEYS.values().stream().anyMatch(key -> config.entry(key).isPresent());
                if (declared || secret.isPresent()) {
                    Optional<String> given =
                            Optional.ofNullable(environment.get(API_KEY)).filter(value -> !value.isEmpty());
                    return Optional.of(new AbiProject(folder, config, given.or(() -> secret)));
                }
            }
        }
        return Optional.empty();
    }

    /// The group `config` of the file; an empty one where there is none, or the file is no YAML.
    private static YamlNode.Mapping config(Path file) {
        var unheard = new ProblemList(file.toString());
        return new ConfigurationText(unheard)
                .of(file)
                .flatMap(text -> new YamlReader(unheard).read(text))
                .flatMap(top -> top instanceof YamlNode.Mapping keys ? keys.entry(GROUP) : Optional.empty())
                .flatMap(entry -> entry.value() instanceof YamlNode.Mapping keys ? Optional.of(keys) : Optional.empty())
                .orElseGet(() -> new YamlNode.Mapping(List.of(), Place.NONE));
    }

    /// The variable in `.env`; lines that are none are passed over, since they may be secrets and are never shown.
    private static Optional<String> secret(Path folder) {
        Path file = folder.resolve(SECRETS);
        return Files.isRegularFile(file)
                ? new ConfigurationText(new ProblemList(file.toString()))
                        .of(file)
                        .flatMap(text -> new DotenvText(text).value(API_KEY))
                : Optional.empty();
    }

    /// The file that makes it a project.
    Path file() {
        return folder.resolve(FILE);
    }

    /// What it configures: push and pull between its folder `storage` and the folder `storage` of the Naas storage,
    /// with symbolic links followed, as ABI's own scripts do.
    ConfigurationDraft draft(RemoteReader remotes) {
        var missing = new ProblemList(file().toString());
        var values = new LinkedHashMap<String, Setting>();
        KEYS.forEach((key, theirs) -> values.put(key, setting(theirs, missing)));
        values.put("prefix", Setting.of(StorageFolder.DEFAULT_NAME));
        values.put("apiKey", apiKey(missing));
        var refused = new ProblemList(file().toString());
        var remote = remotes.read(
                        REMOTE,
                        new Setting(REMOTE, REMOTE, true, Place.NONE),
                        values,
                        Place.NONE,
                        folder,
                        missing.sorted(),
                        refused)
                .map(read -> read.withProblems(refused.sorted()));
        return new ConfigurationDraft(
                Optional.of(folder.resolve(StorageFolder.DEFAULT_NAME)),
                Optional.of(Setting.of(REMOTE)),
                remote.map(read -> Map.of(REMOTE, read)).orElse(Map.of()),
                Set.of(REMOTE),
                SyncDefaults.NONE.withLinks(SyncDefaults.Links.FOLLOW),
                CacheDefaults.NONE,
                List.of());
    }

    private Setting setting(String key, ProblemList missing) {
        var entry = config.entry(key);
        Place place = entry.map(YamlNode.Entry::place).orElse(Place.NONE);
        Optional<String> text = entry.flatMap(
                        e -> e.value() instanceof YamlNode.Scalar scalar ? scalar.text() : Optional.empty())
                .filter(value -> !value.isBlank());
        if (text.isEmpty()) {
            missing.note(
                    place, "config." + key + " is not set; write it there as Naas has it, or a waybill.yaml beside it");
            return new Setting("", "", false, place);
        }
        return new Setting(text.get(), text.get(), true, place);
    }

    private Setting apiKey(ProblemList missing) {
        if (apiKey.isEmpty()) {
            missing.noteElsewhere(
                    folder.resolve(SECRETS).toString(),
                    API_KEY + " is not set; write " + API_KEY + "=<your key> there, or set the environment variable");
        }
        return new Setting("${env:" + API_KEY + "}", apiKey.orElse(""), apiKey.isPresent(), Place.NONE);
    }
}
