package dev.waybill.domain.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One edit of one configuration file. One thread.
final class ConfigurationEdit {
    private final RemoteReader remotes;
    private final Map<String, String> environment;
    private final Path file;
    private final String text;
    private final ConfigurationDraft draft;
    private ConfigurationLines lines;

    /// @param environment the variables of the process
    /// @param file the file, which need not be there
    ConfigurationEdit(RemoteReader remotes, Map<String, String> environment, Path file) {
        this.remotes = remotes;
        this.environment = environment;
        this.file = file;
        this.text = Files.exists(file) ? read(file) : "";
        this.draft = Files.exists(file) ? draft(file) : ConfigurationDraft.EMPTY;
        this.lines = lines(text);
    }

    /// What the file says before the edit.
    ConfigurationDraft draft() {
        return draft;
    }

    /// The remote that it says is used where none is named.
    Optional<String> chosen() {
        return draft.remote().map(Setting::written);
    }

    void add(String name, Map<String, String> settings) {
        done(lines.add(name, settings));
    }

    void remove(String name) {
        done(lines.remove(name));
    }

    private String read(Path from) {
        var problems = new ProblemList(file.toString());
        return new ConfigurationText(problems)
                .of(from)
                .orElseThrow(() -> new ConfigurationException(problems.sorted()));
    }

    private ConfigurationLines lines(String of) {
        var problems = new ProblemList(file.toString());
        YamlNode top = new YamlReader(problems).read(of).orElseGet(() -> new YamlNode.Mapping(List.of(), Place.NONE));
        if (!(top instanceof YamlNode.Mapping keys) || of.stripLeading().startsWith("{")) {
            throw refused("it is not written as lines of keys");
        }
        return new ConfigurationLines(of, keys);
    }

    /// What a file says that lies in the folder of the one that is edited.
    private ConfigurationDraft draft(Path from) {
        var problems = new ProblemList(file.toString());
        ConfigurationDraft read = new DraftReader(remotes, environment, from, problems).read();
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems.sorted());
        }
        return read;
    }

    /// The remotes of the file before the edit, with their settings.
    Map<String, Map<String, String>> written() {
        return written(draft);
    }

    private static Map<String, Map<String, String>> written(ConfigurationDraft of) {
        var written = new HashMap<String, Map<String, String>>();
        of.remotes().forEach((name, remote) -> {
            var settings = new LinkedHashMap<>(remote.written());
            settings.put(ConfigurationSchema.PROVIDER, remote.provider());
            written.put(name, settings);
        });
        return written;
    }

    private void done(Optional<String> problem) {
        problem.ifPresent(why -> {
            throw refused(why);
        });
    }

    /// Removes what says which remote is used where none is named.
    void removeDefault() {
        lines = lines(lines.text());
        lines.removeDefault();
    }

    private ConfigurationException refused(String why) {
        return ConfigurationException.of(file.toString(), "it is left as it is, since " + why + "; edit it by hand");
    }

    /// Puts what was made in place of the file, if it says what is expected.
    void replace(Map<String, Map<String, String>> expected, Optional<String> chosen) {
        try {
            Path real = Files.exists(file) ? file.toRealPath() : file;
            Path folder = Files.createDirectories(
                    Optional.ofNullable(real.getParent()).orElseThrow());
            Path fresh = Files.createTempFile(folder, ".waybill", ".yaml");
            try {
                write(fresh, real);
                requireYaml(lines.text());
                requireExpected(draft(fresh), expected, chosen);
                if (!text.equals(Files.exists(real) ? read(real) : "")) {
                    throw refused("somebody else changed it meanwhile");
                }
                Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw ConfigurationException.of(file.toString(), "cannot be written: " + e);
        }
    }

    private void requireYaml(String made) {
        var problems = new ProblemList(file.toString());
        new YamlReader(problems).read(made);
        if (!problems.isEmpty()) {
            throw refused("it is written in a way that is not known here");
        }
    }

    private void write(Path fresh, Path real) throws IOException {
        Files.writeString(fresh, lines.text(), StandardCharsets.UTF_8);
        var view = Files.getFileAttributeView(real, PosixFileAttributeView.class);
        if (view != null && Files.exists(real)) {
            Files.setPosixFilePermissions(fresh, view.readAttributes().permissions());
        }
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private void requireExpected(
            ConfigurationDraft made, Map<String, Map<String, String>> expected, Optional<String> chosen) {
        boolean same = holds(written(made), expected)
                && made.remote().map(Setting::written).equals(chosen)
                && made.storage().equals(draft.storage())
                && made.cache().equals(draft.cache())
                && made.sync().equals(draft.sync());
        if (!same) {
            throw refused("it would say something else than was meant");
        }
    }

    /// Keys that come from the environment where they are left out may come in addition.
    private static boolean holds(Map<String, Map<String, String>> made, Map<String, Map<String, String>> expected) {
        return made.keySet().equals(expected.keySet())
                && expected.entrySet().stream()
                        .allMatch(each -> new HashSet<>(made.getOrDefault(each.getKey(), Map.of())
                                        .entrySet())
                                .containsAll(each.getValue().entrySet()));
    }
}
