package dev.waybill.domain.config;

import dev.waybill.domain.catalog.MetadataSelection;
import dev.waybill.port.Capability;
import dev.waybill.port.spi.AdapterProvider;
import dev.waybill.port.spi.ConfiguredStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One store as it is configured: read and checked, not yet opened.
///
/// A remote may have problems of this machine alone, such as a variable that is not set here. They keep it
/// from being opened, and no other remote from being used.
public final class RemoteConfiguration {
    private final String name;
    private final AdapterProvider provider;
    private final Map<String, Setting> settings;
    private final List<ConfigurationProblem> problems;
    private final Set<Capability> withheld;
    private final MetadataSelection metadata;
    private final Optional<ConfiguredStore> store;

    RemoteConfiguration(
            String name,
            AdapterProvider provider,
            Map<String, Setting> settings,
            List<ConfigurationProblem> problems,
            Set<Capability> withheld,
            MetadataSelection metadata,
            Optional<ConfiguredStore> store) {
        this.name = name;
        this.provider = provider;
        this.settings = settings;
        this.problems = List.copyOf(problems);
        this.withheld = Set.copyOf(withheld);
        this.metadata = metadata;
        this.store = store;
    }

    /// The same with these problems more.
    RemoteConfiguration withProblems(List<ConfigurationProblem> more) {
        var all = new ArrayList<>(problems);
        all.addAll(more);
        return new RemoteConfiguration(name, provider, settings, all, withheld, metadata, store);
    }

    /// What it is called: its name in the file, or the URL that it was opened by.
    public String name() {
        return name;
    }

    /// The scheme of its provider.
    public String provider() {
        return provider.scheme();
    }

    /// What keeps it from being opened here; usually nothing.
    public List<ConfigurationProblem> problems() {
        return problems;
    }

    /// What the store is not to be relied on for, whatever its adapter says.
    public Set<Capability> withheld() {
        return withheld;
    }

    /// Which documents catalogs hold of repositories in it.
    public MetadataSelection metadata() {
        return metadata;
    }

    /// The store, ready to be opened.
    ///
    /// @throws ConfigurationException with [#problems], if there are any
    public ConfiguredStore store() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return store.orElseThrow();
    }

    /// Its settings by key for people to read: what came from a variable or a file is shown as it is written,
    /// and a secret that stands in the file itself as `***`.
    public Map<String, String> shown() {
        var shown = new LinkedHashMap<String, String>();
        settings.forEach((key, setting) -> {
            boolean masked = isSecret(key) && !setting.isSubstituted();
            shown.put(key, masked ? "***" : mixed(key, setting) ? "***" : setting.written());
        });
        return shown;
    }

    /// Its settings by key as the file has them, secrets too.
    Map<String, String> written() {
        var written = new LinkedHashMap<String, String>();
        settings.forEach((key, setting) -> written.put(key, setting.written()));
        return written;
    }

    /// The keys whose secrets stand in the file as plain text, with where.
    List<Map.Entry<String, Place>> plainSecrets() {
        return settings.entrySet().stream()
                .filter(e -> isSecret(e.getKey()) && !e.getValue().isSubstituted())
                .map(e -> Map.entry(e.getKey(), e.getValue().place()))
                .toList();
    }

    /// A secret of which only a part is substituted shows the other part.
    private boolean mixed(String key, Setting setting) {
        return isSecret(key) && !setting.written().matches("\\$\\{[^}]*}");
    }

    private boolean isSecret(String key) {
        return provider.keys().stream().anyMatch(k -> k.name().equals(key) && k.secret());
    }

    @Override
    public String toString() {
        return name + " " + shown();
    }
}
