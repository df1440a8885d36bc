package dev.waybill.adapter.sftp;

import dev.waybill.port.Secret;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSessionCreator;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;

/// Connects to the server, through others if need be, and logs in. One thread at a time; closing it may be done by
/// any.
final class SshConnector implements Closeable {
    private static final long WINDOW_BYTES = 8L << 20;

    private final SftpConfig config;
    private final KnownHosts known;
    private final HostKeys hostKeys;
    private final SshClient client;
    private Optional<List<Hop>> way = Optional.empty();

    SshConnector(SftpConfig config) {
        this.config = config;
        known = KnownHosts.of(config);
        hostKeys = new HostKeys(known, nameInCommands(config));
        client = client();
    }

    /// The remote's name, if it has one. A URL says all there is to say of where a server is, unless the remote was
    /// configured otherwise.
    private static String nameInCommands(SftpConfig config) {
        boolean plain =
                config.trust().equals(new SftpConfig.Trust(Optional.empty(), Optional.empty(), Optional.empty()));
        return config.name().orElseGet(() -> plain ? config.store().toString() : "REMOTE (the remote's name)");
    }

    private SshClient client() {
        var made = ClientBuilder.builder().build(true);
        made.setServerKeyVerifier(hostKeys);
        made.addSessionListener(hostKeys);
        made.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        made.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        made.setUserInteraction(UserInteraction.NONE);
        made.setCipherFactories(PreferredGcm.first(made.getCipherFactories()));
        made.setKeyExchangeFactories(preferred(made.getKeyExchangeFactories()));
        made.setCompressionFactories(
                config.connection().compression()
                        ? List.of(BuiltinCompressions.delayedZlib, BuiltinCompressions.zlib, BuiltinCompressions.none)
                        : List.of(BuiltinCompressions.none));
        made.setUserAuthFactories(ways());
        var connecting = config.connection().connectTimeout();
        CoreModuleProperties.IO_CONNECT_TIMEOUT.set(made, connecting);
        CoreModuleProperties.AUTH_TIMEOUT.set(made, connecting);
        CoreModuleProperties.IDLE_TIMEOUT.set(made, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(made, Duration.ZERO);
        CoreModuleProperties.TCP_NODELAY.set(made, true);
        CoreModuleProperties.WINDOW_SIZE.set(made, WINDOW_BYTES);
        // Who sends bounds what is under way. Else it would be held up here, for half a minute behind a server that
        // has gone, whatever time the server was given.
        CoreModuleProperties.BUFFERED_IO_OUTPUT_MAX_PENDING_WRITE_SIZE.set(made, Integer.MAX_VALUE);
        CoreModuleProperties.HEARTBEAT_REQUEST.set(made, "keepalive@openssh.com");
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(made, 3);
        made.setSessionHeartbeat(HeartbeatType.IGNORE, config.connection().keepAlive());
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(made, config.connection().keepAlive());
        return made;
    }

    /// These ways to agree on keys, ML-KEM first. What withstands quantum computers stays before all that does not,
    /// as what is recorded today may be read then; of those, sntrup761, the library's first, takes 0.3 s of CPU
    /// where ML-KEM takes 5 ms (docs/adr/0076-what-a-large-transfer-costs-here.md).
    static List<KeyExchangeFactory> preferred(List<KeyExchangeFactory> known) {
        return known.stream()
                .sorted(Comparator.comparing(
                        exchange -> !exchange.getName().equals(BuiltinDHFactories.Constants.MLKEM768_25519_SHA256)))
                .toList();
    }

    private List<UserAuthFactory> ways() {
        var keys = new LoginKeys.Factory();
        List<UserAuthFactory> password =
                List.of(UserAuthPasswordFactory.INSTANCE, UserAuthKeyboardInteractiveFactory.INSTANCE);
        return switch (config.login().auth()) {
            case KEY, AGENT -> List.of(keys);
            // A machine on the way is never given the password, which is that of the last.
            case PASSWORD -> List.of(password.getFirst(), password.getLast(), keys);
            case ANY ->
                config.login().password().isPresent()
                        ? List.of(keys, password.getFirst(), password.getLast())
                        : List.of(keys);
        };
    }

    /// The machines on the way, the last of which has the files.
    List<Hop> way() throws IOException {
        if (way.isEmpty()) {
            way = Optional.of(Hop.way(config));
        }
        return way.get();
    }

    KnownHosts known() {
        return known;
    }

    /// Connects and logs in.
    ///
    /// @throws HostKeyRefused if a server's key is not trusted
    /// @throws LoginFailed if a server does not let the user in
    /// @throws ConnectionLost if one cannot be reached
    ClientSession connect() throws IOException {
        return connect(way()).orElseThrow();
    }

    /// Connects along the beginning of the way, and logs in at each; empty if that has no machines.
    Optional<ClientSession> connect(List<Hop> hops) throws IOException {
        Optional<ClientSession> last = Optional.empty();
        boolean arrived = false;
        try {
            for (var hop : hops) {
                var before = last;
                var session = open(before, hop, Map.of());
                before.ifPresent(nearer -> session.addCloseFutureListener(closed -> nearer.close(true)));
                last = Optional.of(login(session, hop));
            }
            arrived = true;
            return last;
        } finally {
            if (!arrived) {
                last.ifPresent(session -> session.close(true));
            }
        }
    }

    /// Connects to a machine without logging in.
    ///
    /// @param through the machine before it on the way, if there is one
    /// @param attributes what the connection is for
    ClientSession open(Optional<ClientSession> through, Hop hop, Map<AttributeKey<?>, Object> attributes)
            throws IOException {
        if (!client.isStarted()) {
            client.start();
        }
        var unused = hostKeys.takeRefusal();
        var context = new HashMap<AttributeKey<?>, Object>(attributes);
        context.put(ClientSessionCreator.TARGET_SERVER, hop.address());
        try {
            if (through.isEmpty()) {
                return open(new SshdSocketAddress(hop.host(), hop.port()), hop, context);
            }
            // Listens here until the two have agreed on keys; who comes in between reaches the server's port alone.
            try (var forwarded = through.get()
                    .createLocalPortForwardingTracker(
                            SshdSocketAddress.LOCALHOST_ADDRESS, new SshdSocketAddress(hop.host(), hop.port()))) {
                var session = open(forwarded.getBoundAddress(), hop, context);
                through.get().addCloseFutureListener(closed -> session.close(true));
                var unusedEvents = session.waitFor(
                        EnumSet.of(ClientSession.ClientSessionEvent.WAIT_AUTH, ClientSession.ClientSessionEvent.CLOSED),
                        config.connection().connectTimeout());
                return session;
            }
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw failure(e, hop);
        }
    }

    private ClientSession open(SshdSocketAddress at, Hop hop, Map<AttributeKey<?>, Object> context) throws IOException {
        var entry = new HostConfigEntry("", at.getHostName(), at.getPort(), hop.user());
        return client.connect(entry, AttributeRepository.ofAttributesMap(context), null)
                .verify(config.connection().connectTimeout().multipliedBy(2))
                .getClientSession();
    }

    private ClientSession login(ClientSession session, Hop hop) throws IOException {
        boolean loggedIn = false;
        List<String> problems = new ArrayList<>();
        Identities identities = Identities.NONE;
        try {
            identities = Identities.read(config.login(), hop);
            session.setKeyIdentityProvider(KeyIdentityProvider.wrapKeyPairs(identities.pairs()));
            var agent = agent(hop);
            if (agent.isPresent()) {
                var factory = SshAgentSocket.at(agent.get());
                session.setAttribute(
                        LoginKeys.AGENT,
                        new LoginKeys.AgentUse(factory, identities.publicKeys(), !hop.identitiesOnly(), problems));
            }
            if (hop.target()) {
                config.login().password().map(Secret::reveal).ifPresent(session::addPasswordIdentity);
            }
            session.auth().verify(config.connection().connectTimeout().multipliedBy(2));
            loggedIn = true;
            return session;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            if (LoginFailed.isAnswer(e)) {
                SshConfigFile.warning(config.trust().sshConfig()).ifPresent(problems::add);
                throw new LoginFailed(
                        hop, config.login(), identities, agent(hop).isPresent(), problems, e);
            }
            throw failure(e, hop);
        } finally {
            if (!loggedIn) {
                session.close(true);
            }
        }
    }

    private Optional<Path> agent(Hop hop) {
        var auth = config.login().auth();
        if (auth == SftpConfig.Auth.KEY || (auth == SftpConfig.Auth.PASSWORD && hop.target())) {
            return Optional.empty();
        }
        return config.login()
                .agent()
                .or(hop::agent)
                .filter(socket -> !socket.equals("SSH_AUTH_SOCK"))
                .or(() -> Optional.ofNullable(System.getenv("SSH_AUTH_SOCK")))
                .filter(socket -> !socket.isBlank() && !socket.equals("none"))
                .map(SftpConfig::local);
    }

    private IOException failure(Exception e, Hop hop) {
        var refused = hostKeys.takeRefusal();
        if (refused.isPresent()) {
            refused.get().initCause(e);
            return refused.get();
        }
        if (e instanceof Identities.UnusableKey unusable) {
            return unusable;
        }
        String detail = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String warning = SshConfigFile.warning(config.trust().sshConfig())
                .map(text -> " (" + text + ")")
                .orElse("");
        return ConnectionLost.unreached("cannot connect to " + hop + ": " + detail + warning, e);
    }

    @Override
    public void close() {
        client.stop();
    }
}
