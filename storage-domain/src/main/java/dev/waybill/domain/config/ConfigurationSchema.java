package dev.waybill.domain.config;

import dev.waybill.port.spi.ConfigKey;
import java.util.List;
import java.util.Set;

/// The keys of `waybill.yaml` that belong to no provider. Reading, refusing and documenting all go by these.
public final class ConfigurationSchema {
    /// The key of a remote that names its provider.
    static final String PROVIDER = "provider";

    /// The key of a remote that names what its store is not to be relied on for.
    static final String WITHOUT = "without";

    /// The keys of a remote that say which documents a catalog holds of repositories in it.
    static final String METADATA_INCLUDE = "metadataInclude";

    static final String METADATA_EXCLUDE = "metadataExclude";

    private static final List<ConfigKey> REMOTE = List.of(
            ConfigKey.required(PROVIDER, "name", "What kind of store it is"),
            ConfigKey.optional(
                    WITHOUT,
                    "names, parted by commas: " + String.join(", ", CapabilityName.all()),
                    "What the store is not to be relied on for, as `waybill doctor` suggests it",
                    "everything that the provider says the store can is used"),
            ConfigKey.optional(
                    METADATA_INCLUDE,
                    "list of patterns, or patterns parted by commas",
                    "Which documents of repositories in it `waybill remote sync` brings",
                    "all that describe artifacts and runs"),
            ConfigKey.optional(
                    METADATA_EXCLUDE,
                    "list of patterns, or patterns parted by commas",
                    "Which of those it leaves out",
                    "none"));

    /// Those of them that have patterns, several in a list or in one value.
    static final Set<String> PATTERNS = Set.of(METADATA_INCLUDE, METADATA_EXCLUDE);

    /// Those that no provider reads.
    static final Set<String> NOT_OF_PROVIDERS = Set.of(WITHOUT, METADATA_INCLUDE, METADATA_EXCLUDE);

    private static final List<ConfigKey> TOP_LEVEL = List.of(
            ConfigKey.optional(
                    "storage",
                    "path",
                    "The local folder that push and pull work on",
                    "the nearest folder named storage, looking upwards"),
            ConfigKey.optional(
                    "remote",
                    "name or URL",
                    "The remote used when none is named",
                    "an embedded one, .waybill/remote beside the storage folder"),
            ConfigKey.optional("remotes", "names with their keys", "The stores, each under a name of its own", "none"),
            ConfigKey.optional("sync", "keys of sync", "What holds for push, pull and status without a flag", "none"),
            ConfigKey.optional("cache", "keys of cache", "Where contents of artifacts are kept, and how many", "none"));

    private static final List<ConfigKey> CACHE = List.of(
            ConfigKey.optional(
                    "folder",
                    "path",
                    "The folder that contents of artifacts are kept in",
                    "waybill in $XDG_CACHE_HOME, or in ~/.cache"),
            ConfigKey.optional(
                    "size",
                    "size, up to 1024 TiB",
                    "How much it holds at most; what was used longest ago goes first",
                    "10 GiB"));

    private static final List<ConfigKey> SYNC = List.of(
            ConfigKey.optional("include", "list of patterns", "Only what matches takes part", "everything"),
            ConfigKey.optional("exclude", "list of patterns", "What matches does not take part", "nothing"),
            ConfigKey.choice("links", "What becomes of symbolic links", "skip", List.of("skip", "follow", "error")),
            ConfigKey.choice("compare", "How equal is told from changed", "auto", List.of("auto", "checksum", "size")),
            ConfigKey.choice(
                    "names",
                    "What becomes of what the target cannot hold under its name",
                    "error",
                    List.of("error", "skip", "rename")),
            ConfigKey.optional(
                    "transfers", "number, 1 to 256", "How many files move at once", "what the machine carries"),
            ConfigKey.optional(
                    "keep",
                    "yes or no",
                    "Whether push and pull first copy what they replace or delete to the target's trash",
                    "yes with --delete, else no"),
            ConfigKey.optional(
                    "historyRuns", "number, 1 to 10000", "How many runs of each pair waybill runs can tell of", "100"),
            ConfigKey.optional("historyDays", "number, 1 to 3650", "For how many days it can", "90"));

    private ConfigurationSchema() {}

    /// The keys at the top of the file.
    public static List<ConfigKey> topLevel() {
        return TOP_LEVEL;
    }

    /// The keys that every remote has.
    public static List<ConfigKey> remote() {
        return REMOTE;
    }

    /// The keys of `cache`.
    public static List<ConfigKey> cache() {
        return CACHE;
    }

    /// The keys of `sync`.
    public static List<ConfigKey> sync() {
        return SYNC;
    }
}
