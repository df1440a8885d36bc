package dev.waybill.domain.config;

import dev.waybill.domain.sync.CompareMode;
import dev.waybill.domain.sync.NamePolicy;
import dev.waybill.port.spi.ConfigKey;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// Reads one `waybill.yaml`, noting everything that is wrong with it.
final class DraftReader {
    private static final long MOST_CACHE_BYTES = 1L << 50;

    /// Stands for the value of a key that there is not, of whatever kind it is: who reads the remote tells of the key.
    private static final String TO_BE_REFUSED = "";

    private final RemoteReader remoteReader;
    private final Map<String, String> environment;
    private final Path file;
    private final Path folder;
    private final ProblemList problems;
    private final Substitution substitution;
    private final ProblemList warnings;

    DraftReader(RemoteReader remoteReader, Map<String, String> environment, Path file, ProblemList problems) {
        this.remoteReader = remoteReader;
        this.environment = environment;
        this.file = file;
        this.folder = Optional.ofNullable(file.getParent()).orElse(Path.of("/"));
        this.problems = problems;
        this.substitution = new Substitution(environment, folder, problems);
        this.warnings = new ProblemList(problems.origin());
    }

    ConfigurationDraft read() {
        return new ConfigurationText(problems)
                .of(file)
                .flatMap(text -> new YamlReader(problems).read(text))
                .flatMap(node -> mapping("the configuration", node))
                .map(this::draft)
                .orElse(ConfigurationDraft.EMPTY);
    }

    private ConfigurationDraft draft(YamlNode.Mapping top) {
        refuseUnknown(top, "", ConfigurationSchema.topLevel());
        Optional<Setting> storage = single(top, "storage");
        Set<String> names = new LinkedHashSet<>();
        Map<String, RemoteConfiguration> remotes =
                group(top, "remotes").map(node -> remotes(node, names)).orElse(Map.of());
        return new ConfigurationDraft(
                storage.flatMap(this::storageFolder),
                single(top, "remote"),
                remotes,
                names,
                group(top, "sync").map(this::sync).orElse(SyncDefaults.NONE),
                group(top, "cache").map(this::cache).orElse(CacheDefaults.NONE),
                warnings.sorted());
    }

    private Optional<Path> storageFolder(Setting setting) {
        Optional<Path> path = UserPath.parse(setting.text(), environment);
        if (path.isEmpty() && setting.resolved()) {
            problems.note(setting.place(), "\"storage\" is not a path");
        }
        return path.map(p -> folder.resolve(p).normalize());
    }

    private Map<String, RemoteConfiguration> remotes(YamlNode.Mapping node, Set<String> names) {
        var remotes = new HashMap<String, RemoteConfiguration>();
        for (YamlNode.Entry entry : node.entries()) {
            if (RemoteName.isValid(entry.key())) {
                names.add(entry.key());
                mapping("the remote " + entry.key(), entry.value())
                        .flatMap(keys -> remote(entry.key(), entry.place(), keys))
                        .ifPresent(remote -> remotes.put(entry.key(), remote));
            } else {
                problems.note(entry.place(), "\"" + entry.key() + "\" cannot name a remote: " + RemoteName.RULE);
            }
        }
        return remotes;
    }

    private Optional<RemoteConfiguration> remote(String name, Place place, YamlNode.Mapping keys) {
        var missing = new ProblemList(problems.origin());
        var values = new LinkedHashMap<String, Setting>();
        for (YamlNode.Entry entry : keys.entries()) {
            value(entry).ifPresent(written -> {
                Setting setting = substitution.apply(written, entry.value().place(), missing);
                values.put(entry.key(), setting);
            });
        }
        Setting provider = values.remove(ConfigurationSchema.PROVIDER);
        if (provider == null) {
            if (keys.entry(ConfigurationSchema.PROVIDER).isEmpty()) {
                problems.note(place, "the remote " + name + " needs a provider; known: " + remoteReader.known());
            }
            return Optional.empty();
        }
        if (!provider.resolved()) {
            problems.addAll(missing.sorted());
            return Optional.empty();
        }
        var read = remoteReader.read(name, provider, values, place, folder, missing.sorted(), problems);
        read.ifPresent(remote -> remote.plainSecrets()
                .forEach(secret -> warnings.note(
                        secret.getValue(),
                        "\"" + secret.getKey()
                                + "\" is a secret in plain text; write ${env:NAME} or ${file:path} instead")));
        return read;
    }

    /// What a key of a remote has: a single value, or for patterns and names a list of them.
    private Optional<String> value(YamlNode.Entry entry) {
        if (!(entry.value() instanceof YamlNode.Sequence list)) {
            return scalar(entry);
        }
        boolean ofPatterns = ConfigurationSchema.PATTERNS.contains(entry.key());
        if (!ofPatterns && !remoteReader.isListSomewhere(entry.key())) {
            return remoteReader.isKeySomewhere(entry.key()) ? scalar(entry) : Optional.of(TO_BE_REFUSED);
        }
        var items = items(ofPatterns ? "a pattern" : "a name", entry.key(), list.items().stream());
        return Optional.of(PatternList.text(items)).filter(text -> !items.isEmpty());
    }

    private CacheDefaults cache(YamlNode.Mapping node) {
        refuseUnknown(node, "cache.", ConfigurationSchema.cache());
        var settings = settings(node, ConfigurationSchema.cache());
        return new CacheDefaults(
                settings.text("folder").map(t -> settings.requiredPath("folder")),
                settings.text("size").isPresent()
                        ? OptionalLong.of(settings.size("size", 0, 0, MOST_CACHE_BYTES))
                        : OptionalLong.empty());
    }

    /// The single values of a group, checked.
    private RemoteSettings settings(YamlNode.Mapping node, List<ConfigKey> keys) {
        var values = new LinkedHashMap<String, Setting>();
        keys.forEach(key -> single(node, key.name()).ifPresent(setting -> values.put(key.name(), setting)));
        var settings = new RemoteSettings(
                Optional.empty(), keys, values, new Folders(folder, environment), node.place(), problems);
        settings.checkKeys();
        return settings;
    }

    private SyncDefaults sync(YamlNode.Mapping node) {
        refuseUnknown(node, "sync.", ConfigurationSchema.sync());
        var values = new LinkedHashMap<String, Setting>();
        for (String key : List.of("links", "compare", "names", "transfers", "keep", "historyRuns", "historyDays")) {
            single(node, key).ifPresent(setting -> values.put(key, setting));
        }
        var settings = new RemoteSettings(
                Optional.empty(),
                ConfigurationSchema.sync(),
                values,
                new Folders(folder, environment),
                node.place(),
                problems);
        settings.checkKeys();
        return new SyncDefaults(
                patterns(node, "include"),
                patterns(node, "exclude"),
                settings.text("links")
                        .map(t -> settings.choice("links", SyncDefaults.Links.class, SyncDefaults.Links.SKIP)),
                settings.text("compare").map(t -> settings.choice("compare", CompareMode.class, CompareMode.AUTO)),
                settings.text("names").map(t -> settings.choice("names", NamePolicy.class, NamePolicy.ERROR)),
                number(settings, "transfers", 256),
                settings.text("keep").map(t -> settings.flag("keep", false)),
                number(settings, "historyRuns", 10_000),
                number(settings, "historyDays", 3650));
    }

    private static OptionalInt number(RemoteSettings settings, String key, int most) {
        return settings.text(key).isPresent() ? OptionalInt.of(settings.number(key, 1, 1, most)) : OptionalInt.empty();
    }

    private List<String> patterns(YamlNode.Mapping node, String key) {
        return items("a pattern", key, node.entry(key).stream().flatMap(entry -> switch (entry.value()) {
            case YamlNode.Sequence list -> list.items().stream();
            case YamlNode.Scalar one -> Stream.of(one);
            case YamlNode.Mapping group -> Stream.of(group);
        }));
    }

    private List<String> items(String what, String key, Stream<YamlNode> items) {
        return items.flatMap(item -> scalar(what + " of \"" + key + "\"", item).stream())
                .toList();
    }

    private void refuseUnknown(YamlNode.Mapping node, String path, List<ConfigKey> known) {
        List<String> names = known.stream().map(ConfigKey::name).toList();
        for (YamlNode.Entry entry : node.entries()) {
            if (!names.contains(entry.key())) {
                problems.note(
                        entry.place(),
                        "unknown key \"" + path + entry.key() + "\"; " + NearestName.hint(entry.key(), names));
            }
        }
    }

    /// A group of keys; one whose keys are all commented out is no problem.
    private Optional<YamlNode.Mapping> group(YamlNode.Mapping node, String key) {
        return node.entry(key)
                .filter(entry -> !(entry.value() instanceof YamlNode.Scalar scalar
                        && scalar.text().isEmpty()))
                .flatMap(entry -> mapping("\"" + key + "\"", entry.value()));
    }

    private Optional<Setting> single(YamlNode.Mapping node, String key) {
        return node.entry(key)
                .flatMap(entry -> scalar(entry)
                        .map(text -> substitution.apply(text, entry.value().place(), problems)));
    }

    private Optional<String> scalar(YamlNode.Entry entry) {
        return scalar("\"" + entry.key() + "\"", entry.value());
    }

    private Optional<String> scalar(String what, YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            if (scalar.text().isEmpty()) {
                problems.note(node.place(), what + " has no value; give one or leave the key out");
            }
            return scalar.text();
        }
        problems.note(node.place(), what + " must be a single value, not " + node.kind());
        return Optional.empty();
    }

    private Optional<YamlNode.Mapping> mapping(String what, YamlNode node) {
        if (node instanceof YamlNode.Mapping mapping) {
            return Optional.of(mapping);
        }
        problems.note(node.place(), what + " must be a group of keys, not " + node.kind());
        return Optional.empty();
    }
}
