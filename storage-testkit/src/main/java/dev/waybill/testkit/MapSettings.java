package dev.waybill.testkit;

import dev.waybill.port.KeyPrefix;
import dev.waybill.port.Secret;
import dev.waybill.port.spi.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Settings out of a map, for tests of providers; notes problems as `name: message`. Flags are written `yes` and `no`,
/// durations `0.5S`. One thread.
public final class MapSettings implements Settings {
    private final Map<String, String> values;
    private final List<String> problems = new ArrayList<>();

    /// Settings of these values by name; those of later maps take the place of earlier ones.
    @SafeVarargs
    public MapSettings(Map<String, String>... maps) {
        var all = new HashMap<String, String>();
        for (var map : maps) {
            all.putAll(map);
        }
        values = Map.copyOf(all);
    }

    /// The problems noted so far.
    public List<String> problems() {
        return problems;
    }

    @Override
    public Optional<String> remote() {
        return Optional.empty();
    }

    @Override
    public String requiredText(String name) {
        if (!values.containsKey(name)) {
            problem(name, "is required");
        }
        return values.getOrDefault(name, "");
    }

    @Override
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    @Override
    public Optional<Secret> secret(String name) {
        return text(name).map(Secret::of);
    }

    @Override
    public Optional<URI> url(String name) {
        return text(name).map(URI::create);
    }

    @Override
    public Path requiredPath(String name) {
        return Path.of(requiredText(name));
    }

    @Override
    public KeyPrefix folderPrefix(String name) {
        return KeyPrefix.ofFolder(values.getOrDefault(name, ""));
    }

    @Override
    public boolean flag(String name, boolean otherwise) {
        return text(name).map(text -> flag(name, text)).orElse(otherwise);
    }

    private boolean flag(String name, String text) {
        return switch (text) {
            case "yes", "true" -> true;
            case "no", "false" -> false;
            default -> throw new IllegalArgumentException(name + " is " + text + ", and must be yes or no");
        };
    }

    @Override
    public int number(String name, int otherwise, int least, int most) {
        return text(name).map(Integer::parseInt).orElse(otherwise);
    }

    @Override
    public long size(String name, long otherwise, long least, long most) {
        return text(name).map(Long::parseLong).orElse(otherwise);
    }

    @Override
    public Duration duration(String name, Duration otherwise) {
        return text(name).map(text -> Duration.parse("PT" + text)).orElse(otherwise);
    }

    @Override
    public <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
        return text(name)
                .map(text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_')))
                .orElse(otherwise);
    }

    @Override
    public void problem(String name, String message) {
        problems.add(name + ": " + message);
    }
}
