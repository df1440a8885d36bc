package dev.waybill.adapter.sftp;

import dev.waybill.port.Secret;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.ConfigFileHostEntryResolver;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.core.CoreModuleProperties;

/// Connects to the server and logs in. One thread at a time; closing it may be done by any.
final class SshConnector implements Closeable {
    private static final long WINDOW_BYTES = 8L << 20;
    private static final Path EVERYBODYS_HOSTS = Path.of("/etc/ssh/ssh_known_hosts");

    private final SftpConfig config;
    private final HostKeys hostKeys;
    private final HostConfigEntryResolver resolver;
    private final SshClient client;
    private Optional<Route> route = Optional.empty();

    /// Where to connect, and with which keys.
    private record Route(HostConfigEntry host, Identities identities) {}

    SshConnector(SftpConfig config) {
        this.config = config;
        var own = SftpConfig.local(config.trust().knownHosts().orElse("~/.ssh/known_hosts"));
        hostKeys = new HostKeys(
                config.trust().knownHosts().isPresent() ? List.of(own) : List.of(own, EVERYBODYS_HOSTS),
                config.store().toString());
        resolver = resolver(config.trust().sshConfig());
        client = client();
    }

    private static HostConfigEntryResolver resolver(Optional<String> sshConfig) {
        if (sshConfig.equals(Optional.of("none"))) {
            return HostConfigEntryResolver.EMPTY;
        }
        Path file = SftpConfig.local(sshConfig.orElse("~/.ssh/config"));
        return Files.isReadable(file) ? new ConfigFileHostEntryResolver(file) : HostConfigEntryResolver.EMPTY;
    }

    private SshClient client() {
        var made = ClientBuilder.builder().build(true);
        made.setServerKeyVerifier(hostKeys);
        made.setHostConfigEntryResolver(resolver);
        made.setUserInteraction(UserInteraction.NONE);
        made.setCipherFactories(gcmFirst(made.getCipherFactories()));
        made.setCompressionFactories(
                config.connection().compression()
                        ? List.of(BuiltinCompressions.delayedZlib, BuiltinCompressions.zlib, BuiltinCompressions.none)
                        : List.of(BuiltinCompressions.none));
        made.setUserAuthFactories(ways());
        agent().ifPresent(socket -> made.setAgentFactory(SshAgentSocket.at(socket)));
        var connecting = config.connection().connectTimeout();
        CoreModuleProperties.IO_CONNECT_TIMEOUT.set(made, connecting);
        CoreModuleProperties.AUTH_TIMEOUT.set(made, connecting);
        CoreModuleProperties.IDLE_TIMEOUT.set(made, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(made, Duration.ZERO);
        CoreModuleProperties.TCP_NODELAY.set(made, true);
        CoreModuleProperties.WINDOW_SIZE.set(made, WINDOW_BYTES);
        CoreModuleProperties.HEARTBEAT_REQUEST.set(made, "keepalive@openssh.com");
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(made, 3);
        made.setSessionHeartbeat(HeartbeatType.IGNORE, config.connection().keepAlive());
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(made, config.connection().keepAlive());
        return made;
    }

    /// AES-GCM is several times as fast as the rest where the processor knows AES.
    private static List<NamedFactory<Cipher>> gcmFirst(List<NamedFactory<Cipher>> known) {
        var fast = Set.of(BuiltinCiphers.aes128gcm.getName(), BuiltinCiphers.aes256gcm.getName());
        return known.stream()
                .sorted((a, b) -> Boolean.compare(fast.contains(b.getName()), fast.contains(a.getName())))
                .toList();
    }

    private List<UserAuthFactory> ways() {
        var keys = UserAuthPublicKeyFactory.INSTANCE;
        List<UserAuthFactory> password =
                List.of(UserAuthPasswordFactory.INSTANCE, UserAuthKeyboardInteractiveFactory.INSTANCE);
        return switch (config.login().auth()) {
            case KEY, AGENT -> List.of(keys);
            case PASSWORD -> password;
            case ANY ->
                config.login().password().isPresent()
                        ? List.of(keys, password.getFirst(), password.getLast())
                        : List.of(keys);
        };
    }

    private Optional<Path> agent() {
        boolean wanted =
                config.login().auth() == SftpConfig.Auth.ANY || config.login().auth() == SftpConfig.Auth.AGENT;
        return config.login()
                .agent()
                .or(() -> Optional.ofNullable(System.getenv("SSH_AUTH_SOCK")))
                .filter(path -> wanted && !path.isBlank())
                .map(Path::of);
    }

    /// Connects and logs in.
    ///
    /// @throws HostKeyRefused if the server's key is not trusted
    /// @throws LoginFailed if the server does not let the user in
    /// @throws ConnectionLost if it cannot be reached
    ClientSession connect() throws IOException {
        if (!client.isStarted()) {
            client.start();
        }
        var to = route();
        var unused = hostKeys.takeRefusal();
        ClientSession session = null;
        boolean loggedIn = false;
        try {
            var timeout = config.connection().connectTimeout();
            session = client.connect(to.host, null, null)
                    .verify(timeout.multipliedBy(2))
                    .getClientSession();
            config.login().password().map(Secret::reveal).ifPresent(session::addPasswordIdentity);
            session.auth().verify(timeout.multipliedBy(2));
            loggedIn = true;
            return session;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw failure(e, to, session != null);
        } finally {
            if (!loggedIn && session != null) {
                session.close(true);
            }
        }
    }

    private IOException failure(Exception e, Route to, boolean connected) {
        var refused = hostKeys.takeRefusal();
        if (refused.isPresent()) {
            refused.get().initCause(e);
            return refused.get();
        }
        String where = to.host.getHostName() + ":" + to.host.getPort();
        String detail = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (connected && LoginFailed.isAnswer(e)) {
            return new LoginFailed(to.host.getUsername(), where, config.login(), to.identities, agent().isPresent(), e);
        }
        return ConnectionLost.unreached("cannot connect to " + where + ": " + detail, e);
    }

    private Route route() throws IOException {
        if (route.isEmpty()) {
            var host = host();
            var identities = Identities.read(config.login(), host.getIdentities());
            client.setKeyIdentityProvider(KeyIdentityProvider.wrapKeyPairs(identities.pairs()));
            client.setSignatureFactories(knownFirst(client.getSignatureFactories(), host));
            var bare = new HostConfigEntry(
                    "", host.getHostName(), host.getPort(), host.getUsername(), host.getProxyJump());
            route = Optional.of(new Route(bare, identities));
        }
        return route.get();
    }

    private HostConfigEntry host() throws IOException {
        String user = config.user().orElse("");
        int port = config.port().orElse(0);
        String jump = config.trust().proxyJump().orElse(null);
        var found = resolver.resolveEffectiveHost(config.host(), port, null, user, jump, null);
        var host = new HostConfigEntry();
        host.setHost(config.host());
        host.setHostName(found == null || found.getHostName() == null ? config.host() : found.getHostName());
        host.setPort(
                config.port().orElse(found == null || found.getPort() <= 0 ? SftpConfig.SSH_PORT : found.getPort()));
        String foundUser = found == null || found.getUsername() == null ? "" : found.getUsername();
        host.setUsername(config.user().orElse(foundUser.isEmpty() ? System.getProperty("user.name") : foundUser));
        host.setProxyJump(jump == null && found != null ? found.getProxyJump() : jump);
        if (found != null) {
            host.setIdentities(found.getIdentities());
        }
        return host;
    }

    /// A server with several keys shows the one of the kind asked for first: let it be one that is known.
    private List<NamedFactory<Signature>> knownFirst(Collection<NamedFactory<Signature>> all, HostConfigEntry host)
            throws IOException {
        var kinds = hostKeys.kinds(host.getHostName(), host.getPort());
        return all.stream()
                .sorted((a, b) -> Boolean.compare(isOf(kinds, b), isOf(kinds, a)))
                .toList();
    }

    private static boolean isOf(Set<String> kinds, NamedResource signature) {
        String name = signature.getName();
        return kinds.contains(name.startsWith("rsa-sha2-") ? "ssh-rsa" : name);
    }

    @Override
    public void close() {
        client.stop();
    }
}
