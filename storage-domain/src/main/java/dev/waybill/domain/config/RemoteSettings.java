package dev.waybill.domain.config;

import dev.waybill.port.KeyPrefix;
import dev.waybill.port.Secret;
import dev.waybill.port.spi.ConfigKey;
import dev.waybill.port.spi.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The settings of one remote, collecting problems instead of throwing. One thread at a time.
///
/// A key that has a problem gets no second one: what the provider is given for it is a stand-in.
final class RemoteSettings implements Settings {
    private static final URI STAND_IN_URL = URI.create("http://stand-in.invalid");

    private final Optional<String> remote;
    private final Map<String, ConfigKey> keys;
    private final Map<String, Setting> values;
    private final Folders folders;
    private final Place remotePlace;
    private final ProblemList problems;
    private final Set<String> faulty = new HashSet<>();

    /// @param remote what the remote is called, if it has a name
    /// @param keys what the provider knows
    /// @param values the settings by name, all of them among `keys`
    /// @param folders what paths count from
    /// @param remotePlace where the remote stands, for what is missing in it
    RemoteSettings(
            Optional<String> remote,
            List<ConfigKey> keys,
            Map<String, Setting> values,
            Folders folders,
            Place remotePlace,
            ProblemList problems) {
        this.remote = remote;
        this.keys = keys.stream().collect(Collectors.toMap(ConfigKey::name, Function.identity()));
        this.values = values;
        this.folders = folders;
        this.remotePlace = remotePlace;
        this.problems = problems;
        values.forEach((name, setting) -> {
            if (!setting.resolved()) {
                faulty.add(name);
            }
        });
    }

    @Override
    public Optional<String> remote() {
        return remote;
    }

    @Override
    public String requiredText(String name) {
        String text = text(name).orElse("");
        if (text.isEmpty()) {
            problem(name, "the key \"" + name + "\" is needed: " + key(name).description());
        }
        return text;
    }

    @Override
    public Optional<String> text(String name) {
        return setting(name).map(Setting::text);
    }

    @Override
    public Optional<Secret> secret(String name) {
        Optional<String> text = text(name);
        if (text.isPresent() && text.get().isEmpty()) {
            problem(name, "\"" + name + "\" is empty; leave the key out or give its value");
        }
        return text.map(Secret::of);
    }

    @Override
    public Optional<URI> url(String name) {
        return text(name)
                .map(text -> UrlText.parse(text).orElseGet(() -> {
                    problem(
                            name,
                            "\"" + name + "\" must be a URL with a host and without user or password, like "
                                    + "https://storage.example:9000");
                    return STAND_IN_URL;
                }));
    }

    @Override
    public Path requiredPath(String name) {
        String text = requiredText(name);
        return folders.path(text).orElseGet(() -> {
            problem(name, "\"" + name + "\" is not a path");
            return folders.base();
        });
    }

    @Override
    public KeyPrefix folderPrefix(String name) {
        try {
            return KeyPrefix.ofFolder(text(name).orElse(""));
        } catch (IllegalArgumentException e) {
            problem(name, "\"" + name + "\" is not a prefix that keys can have: " + e.getMessage());
            return KeyPrefix.ALL;
        }
    }

    @Override
    public boolean flag(String name, boolean otherwise) {
        return read(name, otherwise, "must be yes or no", text -> switch (text) {
            case "yes", "true" -> Optional.of(true);
            case "no", "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    @Override
    public int number(String name, int otherwise, int least, int most) {
        return read(
                name,
                otherwise,
                "must be a whole number from " + least + " to " + most,
                text -> Quantity.number(text)
                        .filter(number -> number >= least && number <= most)
                        .map(Long::intValue));
    }

    @Override
    public long size(String name, long otherwise, long least, long most) {
        String rule = "must be a size like 8 MiB, from " + Quantity.sizeText(least) + " to " + Quantity.sizeText(most);
        return read(name, otherwise, rule, text -> Quantity.size(text).filter(size -> size >= least && size <= most));
    }

    @Override
    public Duration duration(String name, Duration otherwise) {
        return read(name, otherwise, "must be a duration like 30s, 500ms, 2m or 1h", Quantity::duration);
    }

    @Override
    public <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
        List<String> choices = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        return read(name, otherwise, "must be one of " + String.join(", ", choices), text -> {
            int at = choices.indexOf(text);
            return at < 0 ? Optional.empty() : Optional.of(type.getEnumConstants()[at]);
        });
    }

    @Override
    public void problem(String name, String message) {
        key(name);
        if (faulty.add(name)) {
            problems.note(
                    Optional.ofNullable(values.get(name)).map(Setting::place).orElse(remotePlace), message);
        }
    }

    /// Notes what the provider's list of keys alone tells: a missing key, a value that is none of the choices.
    void checkKeys() {
        for (ConfigKey key : keys.values()) {
            Optional<String> text = text(key.name());
            if (key.required() && text.isEmpty()) {
                problem(key.name(), "the key \"" + key.name() + "\" is needed: " + key.description());
            }
            if (!key.choices().isEmpty() && text.isPresent() && !key.choices().contains(text.get())) {
                problem(key.name(), "\"" + key.name() + "\" must be one of " + String.join(", ", key.choices()));
            }
        }
    }

    private <T> T read(String name, T otherwise, String rule, Function<String, Optional<T>> parse) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        return parse.apply(text.get()).orElseGet(() -> {
            problem(name, "\"" + name + "\" " + rule);
            return otherwise;
        });
    }

    private Optional<Setting> setting(String name) {
        key(name);
        return Optional.ofNullable(values.get(name));
    }

    private ConfigKey key(String name) {
        return Optional.ofNullable(keys.get(name))
                .orElseThrow(() -> new IllegalArgumentException("not among the provider's keys: " + name));
    }
}
