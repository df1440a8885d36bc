package dev.waybill.domain.config;

import dev.waybill.domain.catalog.MetadataSelection;
import dev.waybill.port.Capability;
import dev.waybill.port.spi.AdapterProvider;
import dev.waybill.port.spi.ConfigKey;
import dev.waybill.port.spi.ConfiguredStore;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Makes remotes of their settings, whichever way these were given.
public final class RemoteReader {
    private final Map<String, AdapterProvider> providers;
    private final Map<String, String> environment;

    /// @param providers the kinds of stores there are
    /// @param environment the variables of the process: `HOME`, and those that providers name for their keys
    /// @throws IllegalArgumentException if two of them claim one scheme
    public RemoteReader(List<AdapterProvider> providers, Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.providers = new TreeMap<>();
        for (AdapterProvider provider : providers) {
            AdapterProvider other = this.providers.put(provider.scheme(), provider);
            if (other != null) {
                throw new IllegalArgumentException("two providers for " + provider.scheme() + ": "
                        + other.getClass().getName() + " and "
                        + provider.getClass().getName());
            }
        }
    }

    /// The URL of the store in which `url` names an object or a folder, for [#ofUrl], which also says so if no provider
    /// knows its scheme.
    public URI storeOf(URI url) {
        AdapterProvider provider = providers.get(String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT));
        return provider == null ? url : provider.storeOf(url);
    }

    /// The remote that a URL stands for.
    ///
    /// @param folder what a relative path in it counts from
    /// @throws ConfigurationException if it is not the URL of a store, or no provider knows its scheme
    public RemoteConfiguration ofUrl(String url, Path folder) {
        OfUrl read = settingsOf(url);
        String shown = UrlText.shown(url);
        try {
            return ofSettings(shown, read.provider().scheme(), read.settings(), folder);
        } catch (IllegalArgumentException e) {
            throw refused(url, shown, e);
        }
    }

    /// What a URL says of a remote.
    record OfUrl(AdapterProvider provider, Map<String, String> settings) {}

    /// The settings that a URL stands for.
    ///
    /// @throws ConfigurationException if it is not the URL of a store, or no provider knows its scheme
    OfUrl settingsOf(String url) {
        String shown = UrlText.shown(url);
        String scheme = UrlText.schemeOf(url)
                .orElseThrow(() -> ConfigurationException.of(
                        "\"" + shown + "\"", "not a URL; write one like file:///folder or s3://bucket/prefix"));
        if (UrlText.hasPassword(url)) {
            throw ConfigurationException.of(
                    shown, "a URL must not hold a password; configure a remote in waybill.yaml instead");
        }
        AdapterProvider provider = Optional.ofNullable(providers.get(scheme))
                .orElseThrow(() -> ConfigurationException.of(shown, unknownProvider("scheme", scheme)));
        try {
            return new OfUrl(provider, provider.settingsOf(new URI(url)));
        } catch (URISyntaxException e) {
            throw ConfigurationException.of(
                    shown, "not a URL: " + e.getReason() + "; write a space as %20 and other characters alike");
        } catch (IllegalArgumentException e) {
            throw refused(url, shown, e);
        }
    }

    private static ConfigurationException refused(String url, String shown, IllegalArgumentException e) {
        return ConfigurationException.of(shown, String.valueOf(e.getMessage()).replace(url, shown));
    }

    /// The remote of settings that a program gives.
    ///
    /// @param origin what to name in problems
    /// @param scheme which provider reads them
    /// @param folder what a relative path in them counts from
    /// @throws ConfigurationException if something is wrong with them
    public RemoteConfiguration ofSettings(String origin, String scheme, Map<String, String> settings, Path folder) {
        var problems = new ProblemList(origin);
        var values = new TreeMap<String, Setting>();
        settings.forEach((key, text) -> values.put(key, Setting.of(text)));
        Optional<RemoteConfiguration> remote = read(
                origin,
                new Setting(scheme, scheme, true, Place.NONE),
                values,
                Place.NONE,
                folder.toAbsolutePath(),
                List.of(),
                problems);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems.sorted());
        }
        return remote.orElseThrow();
    }

    /// The remote `name` of these settings, noting what is wrong with them; empty if there is no such provider.
    ///
    /// @param missing what this machine lacks for it, which keeps the remote from being opened
    Optional<RemoteConfiguration> read(
            String name,
            Setting scheme,
            Map<String, Setting> values,
            Place place,
            Path folder,
            List<ConfigurationProblem> missing,
            ProblemList problems) {
        AdapterProvider provider = providers.get(scheme.text());
        if (provider == null) {
            problems.note(scheme.place(), unknownProvider("provider", scheme.text()));
            return Optional.empty();
        }
        List<String> known = provider.keys().stream().map(ConfigKey::name).toList();
        Set<Capability> withheld = withheld(values, problems);
        MetadataSelection metadata = metadata(values, problems);
        var ours = new TreeMap<String, Setting>();
        values.forEach((key, setting) -> {
            if (known.contains(key)) {
                ours.put(key, setting);
            } else if (!ConfigurationSchema.NOT_OF_PROVIDERS.contains(key)) {
                String what = "unknown key \"" + key + "\" of the provider " + scheme.text() + "; ";
                problems.note(setting.place(), what + NearestName.hint(key, known));
            }
        });
        var lacking = new ProblemList(problems.origin());
        provider.keys().stream()
                .filter(key -> !ours.containsKey(key.name()))
                .forEach(key -> ofVariable(key, place, lacking).ifPresent(setting -> ours.put(key.name(), setting)));
        var settings = new RemoteSettings(
                Optional.of(name).filter(RemoteName::isValid),
                provider.keys(),
                ours,
                new Folders(folder, environment),
                place,
                problems);
        settings.checkKeys();
        Optional<ConfiguredStore> store = configure(provider, settings, place, problems);
        values.forEach((key, setting) -> {
            if (ConfigurationSchema.NOT_OF_PROVIDERS.contains(key)) {
                ours.put(key, setting);
            }
        });
        return Optional.of(new RemoteConfiguration(
                name,
                provider,
                ours,
                Stream.concat(missing.stream(), lacking.sorted().stream()).toList(),
                withheld,
                metadata,
                store));
    }

    /// What a key that is left out has from the environment; without that it stands for nothing, which is noted.
    private Optional<Setting> ofVariable(ConfigKey key, Place place, ProblemList lacking) {
        return key.variable().map(variable -> {
            String value = environment.getOrDefault(variable, "");
            if (value.isEmpty()) {
                lacking.note(
                        place,
                        "the key \"" + key.name() + "\" is needed (" + key.description() + "): give it, or set the"
                                + " environment variable " + variable);
            }
            return new Setting("${env:" + variable + "}", value, !value.isEmpty(), place);
        });
    }

    private static Set<Capability> withheld(Map<String, Setting> values, ProblemList problems) {
        Set<Capability> withheld = EnumSet.noneOf(Capability.class);
        Setting setting = values.get(ConfigurationSchema.WITHOUT);
        if (setting == null || !setting.resolved()) {
            return withheld;
        }
        for (String word : setting.text().split(",", -1)) {
            String name = word.strip();
            CapabilityName.find(name)
                    .ifPresentOrElse(
                            withheld::add,
                            () -> problems.note(
                                    setting.place(),
                                    "\"" + name + "\" in \"without\" is nothing that a store can do; "
                                            + NearestName.hint(name, CapabilityName.all())));
        }
        return withheld;
    }

    private static MetadataSelection metadata(Map<String, Setting> values, ProblemList problems) {
        List<String> include = patterns(values, ConfigurationSchema.METADATA_INCLUDE, problems);
        return new MetadataSelection(include, patterns(values, ConfigurationSchema.METADATA_EXCLUDE, problems));
    }

    /// Those that are patterns; what is none is noted.
    private static List<String> patterns(Map<String, Setting> values, String key, ProblemList problems) {
        var patterns = new ArrayList<String>();
        Setting setting = values.get(key);
        if (setting == null || !setting.resolved()) {
            return patterns;
        }
        for (String pattern : PatternList.parse(setting.text())) {
            try {
                patterns.addAll(new MetadataSelection(List.of(pattern), List.of()).include());
            } catch (IllegalArgumentException e) {
                problems.note(setting.place(), "\"" + key + "\": " + e.getMessage());
            }
        }
        return patterns;
    }

    private static Optional<ConfiguredStore> configure(
            AdapterProvider provider, RemoteSettings settings, Place place, ProblemList problems) {
        try {
            return Optional.of(provider.configure(settings));
        } catch (IllegalArgumentException e) {
            if (problems.isEmpty()) {
                problems.note(place, String.valueOf(e.getMessage()));
            }
            return Optional.empty();
        }
    }

    /// Whether some provider has a key of this name whose value may be a list.
    boolean isListSomewhere(String key) {
        return keysOfProviders().anyMatch(known -> known.list() && known.name().equals(key));
    }

    /// Whether remotes of some provider have a key of this name.
    boolean isKeySomewhere(String key) {
        return Stream.concat(ConfigurationSchema.remote().stream(), keysOfProviders())
                .anyMatch(known -> known.name().equals(key));
    }

    private Stream<ConfigKey> keysOfProviders() {
        return providers.values().stream().flatMap(provider -> provider.keys().stream());
    }

    boolean knows(String scheme) {
        return providers.containsKey(scheme);
    }

    /// The schemes that are known, for messages.
    String known() {
        return String.join(", ", providers.keySet());
    }

    private String unknownProvider(String what, String scheme) {
        return "unknown " + what + " \"" + scheme.toLowerCase(Locale.ROOT) + "\"; known: " + known();
    }
}
