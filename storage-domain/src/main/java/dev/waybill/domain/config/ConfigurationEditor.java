package dev.waybill.domain.config;

import dev.waybill.port.spi.AdapterProvider;
import dev.waybill.port.spi.ConfigKey;
import java.nio.file.Path;
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
        var before = edit(file);
        if (before.draft().remoteNames().contains(name)) {
            throw ConfigurationException.of(file.toString(), "there is a remote " + name + " already; remove it first");
        }
        before.add(name, all);
        var expected = before.written();
        expected.put(name, all);
        before.replace(expected, before.chosen());
    }

    private ConfigurationEdit edit(Path file) {
        return new ConfigurationEdit(remotes, environment, file);
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
        var edit = edit(file);
        if (!edit.draft().remoteNames().contains(name)) {
            return Presence.ABSENT;
        }
        return edit.chosen().filter(name::equals).isPresent() ? Presence.DEFAULT : Presence.PRESENT;
    }

    /// Removes a remote from the file, and that it is used where none is named. What lies in its store stays.
    ///
    /// @throws ConfigurationException if there is none, or the file cannot be edited safely; it is as it was
    public void remove(Path file, String name) {
        var edit = edit(file);
        if (!edit.draft().remoteNames().contains(name)) {
            throw ConfigurationException.of(file.toString(), WaybillConfiguration.unknownRemote(name, edit.written()));
        }
        Optional<String> chosen = edit.chosen();
        boolean isDefault = chosen.filter(name::equals).isPresent();
        edit.remove(name);
        var expected = edit.written();
        expected.remove(name);
        if (isDefault) {
            edit.removeDefault();
        }
        edit.replace(expected, isDefault ? Optional.empty() : chosen);
    }
}
