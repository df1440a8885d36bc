package dev.waybill.adapter.sftp;

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

/// Settings out of maps, later ones in place of earlier, which notes problems as `name: message`.
final class MapSettings implements Settings {
    private final Map<String, String> values = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    @SafeVarargs
    MapSettings(Map<String, String>... maps) {
        for (var map : maps) {
            values.putAll(map);
        }
    }

    List<String> problems() {
        return problems;
    }

    @Override
    public String requiredText(String name) {
        return text(name).orElseGet(() -> {
            problem(name, "is required");
            return "";
        });
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
        return text(name).map(KeyPrefix::ofFolder).orElse(KeyPrefix.ALL);
    }

    @Override
    public boolean flag(String name, boolean otherwise) {
        return text(name).map("yes"::equals).orElse(otherwise);
    }

    @Override
    public int number(String name, int otherwise, int least, int most) {
        return text(name).map(Integer::valueOf).orElse(otherwise);
    }

    @Override
    public long size(String name, long otherwise, long least, long most) {
        return text(name).map(Long::valueOf).orElse(otherwise);
    }

    @Override
    public Duration duration(String name, Duration otherwise) {
        return text(name).map(text -> Duration.parse("PT" + text)).orElse(otherwise);
    }

    @Override
    public <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
        return text(name)
                .map(text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)))
                .orElse(otherwise);
    }

    @Override
    public void problem(String name, String message) {
        problems.add(name + ": " + message);
    }
}
