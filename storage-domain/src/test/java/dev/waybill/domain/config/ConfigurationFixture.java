package dev.waybill.domain.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.domain.fixture.MemoryProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A folder with a configuration, read with two providers.
final class ConfigurationFixture {
    final MemoryProvider memory = new MemoryProvider("memory");
    final MemoryProvider other = new MemoryProvider("other");
    final Map<String, String> environment = new HashMap<>();
    final Path folder;

    ConfigurationFixture(Path folder) {
        this.folder = folder;
        environment.put("HOME", folder.resolve("home").toString());
    }

    ConfigurationFixture write(String... lines) {
        return writeTo("waybill.yaml", lines);
    }

    ConfigurationFixture writeTo(String name, String... lines) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    ConfigurationReader reader() {
        return new ConfigurationReader(List.of(memory, other), environment);
    }

    WaybillConfiguration read() {
        return reader().read(folder);
    }

    /// What is wrong, without the name of the file in front.
    List<String> problems() {
        var thrown = catchThrowableOfType(ConfigurationException.class, this::read);
        return thrown.problems().stream()
                .map(ConfigurationProblem::toString)
                .map(text -> text.replace(folder.resolve("waybill.yaml") + ":", ""))
                .toList();
    }
}
