package dev.waybill.domain.config;

import dev.waybill.port.spi.AdapterProvider;
import dev.waybill.port.spi.ConfigKey;
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

/// Adds remotes to a configuration file and removes them. All other lines stay as they are, comments too. What comes of
/// an edit is read before it takes the file's place, at once and whole; where it says anything but what was meant, the
/// file stays as it is.
public final class ConfigurationEditor {
    private static final String REFERENCE = "\\$\\{(env|file):[^}]+}";

    private final RemoteReader remotes;
    private final Map<String, String> environment;

    /// @param providers the kinds of stores there are
    /// @param environment the variables of the process
    public ConfigurationEditor(List<AdapterProvider> providers, Map<String, String> environment) {
        this.remotes = new RemoteReader(providers, environment);
        this.environment = Map.copyOf(environment);
    }

    /// The file that holds in `workingFolder`, or that would if it were there.
    public Path fileOf(Path workingFolder, ConfigurationOverrides flags) {
        Path from = workingFolder.toAbsolutePath().normalize();
        return new ConfigurationFile(environment).locate(from, flags).orElse(from.resolve(ConfigurationFile.NAME));
    }

    /// The file of the user, which holds where no folder above has one.
    public Path fileOfUser() {
        return new ConfigurationFile(environment).ofUser();
    }

    /// Adds a remote.
    ///
    /// @param file the file, which is made where there is none
    /// @param url where the store is
    /// @param settings more keys of it, by name
    /// @throws ConfigurationException if that is no remote, its name is taken, a secret stands in it as plain
    ///     text, or the file cannot be edited safely; it is as it was
    public void add(Path file, String name, String url, Map<String, String> settings) {
        if (!RemoteName.isValid(name)) {
            throw ConfigurationException.of("\"" + name + "\"", "cannot name a remote: " + RemoteName.RULE);
        }
        if (name.equals(WaybillConfiguration.EMBEDDED)) {
            throw ConfigurationException.of("\"" + name + "\"", "is the remote that needs no configuration");
        }
        RemoteReader.OfUrl read = remotes.settingsOf(url);
        var all = new LinkedHashMap<String, String>();
        all.put(ConfigurationSchema.PROVIDER, read.provider().scheme());
        all.putAll(read.settings());
        all.putAll(settings);
        refuseSecrets(read.provider(), all);
        var before = new Edit(file);
        if (before.draft.remoteNames().contains(name)) {
            throw ConfigurationException.of(file.toString(), "there is a remote " + name + " already; remove it first");
        }
        before.done(before.lines.add(name, all));
        var expected = before.written();
        expected.put(name, all);
        before.replace(expected, before.draft.remote().map(Setting::written));
    }

    /// Never names a value: who mistypes a key gives the secret of another.
    private static void refuseSecrets(AdapterProvider provider, Map<String, String> settings) {
        for (ConfigKey key : provider.keys()) {
            String value = settings.getOrDefault(key.name(), "");
            if (key.secret() && !value.isEmpty() && !value.matches(REFERENCE)) {
                throw ConfigurationException.of(
                        "\"" + key.name() + "\"",
                        "is a secret and is not written in plain text; write '" + key.name() + "=${env:NAME}' or '"
                                + key.name() + "=${file:path}'");
            }
        }
    }

    /// Whether a file configures a remote.
    public enum Presence {
        /// It does not.
        ABSENT,
        /// It does.
        PRESENT,
        /// It does, and says that it is used where none is named.
        DEFAULT
    }

    /// Whether the file configures a remote.
    ///
    /// @throws ConfigurationException if the file cannot be read
    public Presence presence(Path file, String name) {
        ConfigurationDraft draft = new Edit(file).draft;
        if (!draft.remoteNames().contains(name)) {
            return Presence.ABSENT;
        }
        return draft.remote().map(Setting::written).filter(name::equals).isPresent()
                ? Presence.DEFAULT
                : Presence.PRESENT;
    }

    /// Removes a remote from the file, and that it is used where none is named. What lies in its store stays.
    ///
    /// @throws ConfigurationException if there is none, or the file cannot be edited safely; it is as it was
    public void remove(Path file, String name) {
        var edit = new Edit(file);
        if (!edit.draft.remoteNames().contains(name)) {
            throw ConfigurationException.of(file.toString(), WaybillConfiguration.unknownRemote(name, edit.written()));
        }
        Optional<String> chosen = edit.draft.remote().map(Setting::written);
        boolean isDefault = chosen.filter(name::equals).isPresent();
        edit.done(edit.lines.remove(name));
        var expected = edit.written();
        expected.remove(name);
        if (isDefault) {
            edit.removeDefault();
        }
        edit.replace(expected, isDefault ? Optional.empty() : chosen);
    }

    /// One edit of one file.
    private final class Edit {
        private final Path file;
        private String text;
        private ConfigurationLines lines;
        private final ConfigurationDraft draft;

        Edit(Path file) {
            this.file = file;
            this.text = Files.exists(file) ? read(file) : "";
            this.draft = Files.exists(file) ? draft(file) : ConfigurationDraft.EMPTY;
            this.lines = lines(text);
        }

        private String read(Path from) {
            var problems = new ProblemList(file.toString());
            return new ConfigurationText(problems)
                    .of(from)
                    .orElseThrow(() -> new ConfigurationException(problems.sorted()));
        }

        private ConfigurationLines lines(String of) {
            var problems = new ProblemList(file.toString());
            YamlNode top =
                    new YamlReader(problems).read(of).orElseGet(() -> new YamlNode.Mapping(List.of(), Place.NONE));
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

        void done(Optional<String> problem) {
            problem.ifPresent(why -> {
                throw refused(why);
            });
        }

        void removeDefault() {
            lines = lines(lines.text());
            lines.removeDefault();
        }

        private ConfigurationException refused(String why) {
            return ConfigurationException.of(
                    file.toString(), "it is left as it is, since " + why + "; edit it by hand");
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
}
