package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/// A machine on the way to the files, the last of which has them.
///
/// @param host where to connect
/// @param port its port
/// @param user who logs in there
/// @param knownAs the name that its key is looked up by
/// @param identityFiles the files of keys that the SSH configuration names for it
/// @param identitiesOnly whether the agent's other keys are not to be offered there
/// @param agent the agent that the SSH configuration names for it, or `none`
/// @param target whether it has the files
record Hop(
        String host,
        int port,
        String user,
        String knownAs,
        List<String> identityFiles,
        boolean identitiesOnly,
        Optional<String> agent,
        boolean target) {
    private static final int MAX_HOPS = 10;

    /// What may stand for something else in the name of a file.
    private static final String TOKENS = "%d, %h, %l, %p, %r, %u and %%";

    Hop {
        identityFiles = List.copyOf(identityFiles);
    }

    /// Where it is, by the name that its key is looked up by.
    SshdSocketAddress address() {
        return new SshdSocketAddress(knownAs, knownAs.equals(host) ? port : SftpConfig.SSH_PORT);
    }

    /// As people write it.
    @Override
    public String toString() {
        return host + ":" + port;
    }

    /// The way to the files: the machines in between, from the nearest, and that of the files.
    static List<Hop> way(SftpConfig config) throws IOException {
        var resolver = SshConfigFile.resolver(config.trust().sshConfig());
        var given = new Jump(config.user(), config.host(), config.port().orElse(0));
        var entry = resolve(resolver, given);
        var way = new ArrayList<Hop>();
        way.add(of(given, entry, true));
        var jumps = config.trust().proxyJump().or(() -> jumps(entry));
        for (var before = jumps; before.isPresent(); ) {
            before = prepend(way, before.get(), resolver);
        }
        return way;
    }

    /// Puts machines in front of the way.
    ///
    /// @return the machines that come before those in turn
    private static Optional<String> prepend(List<Hop> way, String jumps, HostConfigEntryResolver resolver)
            throws IOException {
        var named = Jump.listOf(jumps);
        Optional<String> before = Optional.empty();
        for (int i = named.size() - 1; i >= 0; i--) {
            var entry = resolve(resolver, named.get(i));
            way.addFirst(of(named.get(i), entry, false));
            before = jumps(entry);
        }
        if (way.size() > MAX_HOPS) {
            throw new IOException("the way to " + way.getLast() + " leads through more than " + MAX_HOPS
                    + " machines (ProxyJump): " + jumps);
        }
        return before;
    }

    private static Optional<HostConfigEntry> resolve(HostConfigEntryResolver resolver, Jump named) throws IOException {
        try {
            return Optional.ofNullable(resolver.resolveEffectiveHost(
                    named.host(), named.port(), null, named.user().orElse(""), null, null));
        } catch (IllegalArgumentException e) {
            throw unusable(named, e);
        }
    }

    private static SshConfigFile.UnusableFile unusable(Jump named, RuntimeException e) {
        return new SshConfigFile.UnusableFile(
                "what the SSH configuration says of " + named.host() + " is not understood: " + e.getMessage()
                        + "; in the names of files " + TOKENS + " are known",
                e);
    }

    private static Optional<String> jumps(Optional<HostConfigEntry> entry) {
        return entry.map(HostConfigEntry::getProxyJump).filter(text -> !text.isBlank());
    }

    private static Hop of(Jump named, Optional<HostConfigEntry> entry, boolean target) throws IOException {
        String host = entry.map(HostConfigEntry::getHostName)
                .filter(name -> !name.isBlank())
                .orElse(named.host());
        int configured =
                entry.map(HostConfigEntry::getPort).filter(port -> port > 0).orElse(SftpConfig.SSH_PORT);
        int port = named.port() > 0 ? named.port() : configured;
        String user = named.user()
                .or(() -> entry.map(HostConfigEntry::getUsername))
                .filter(name -> !name.isBlank())
                .orElse(System.getProperty("user.name"));
        return new Hop(
                host,
                port,
                user,
                property(entry, "HostKeyAlias").orElse(host),
                entry.map(Hop::identities).orElse(List.of()),
                entry.map(HostConfigEntry::isIdentitiesOnly).orElse(false),
                agent(entry, named, new Jump(Optional.of(user), host, port)),
                target);
    }

    private static List<String> identities(HostConfigEntry entry) {
        return entry.getIdentities().stream().map(SshConfigFile::plain).toList();
    }

    /// The socket that `IdentityAgent` names: a file, a variable of the environment, or a word of its own.
    private static Optional<String> agent(Optional<HostConfigEntry> entry, Jump named, Jump found) throws IOException {
        var given = property(entry, HostConfigEntry.IDENTITY_AGENT);
        if (given.isEmpty() || given.get().matches("none|SSH_AUTH_SOCK")) {
            return given;
        }
        if (given.get().startsWith("$")) {
            String variable = given.get().replaceAll("^\\$\\{?|}$", "");
            return Optional.of(Optional.ofNullable(System.getenv(variable)).orElse("none"));
        }
        try {
            return Optional.of(HostConfigEntry.resolveIdentityFilePath(
                    given.get(), found.host(), found.port(), found.user().orElse("")));
        } catch (IllegalArgumentException e) {
            throw unusable(named, e);
        }
    }

    private static Optional<String> property(Optional<HostConfigEntry> entry, String name) {
        return entry.map(found -> found.getProperty(name))
                .filter(value -> !value.isBlank())
                .map(SshConfigFile::plain);
    }
}
