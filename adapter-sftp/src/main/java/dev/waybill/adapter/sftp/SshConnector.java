package dev.waybill.adapter.sftp;

import dev.waybill.port.Secret;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSessionCreator;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/// Connects to the server, through others if need be, and logs in. One thread at a time; closing it may be done by
/// any.
final class SshConnector implements Closeable {
    private final SftpConfig config;
    private final KnownHosts known;
    private final HostKeys hostKeys;
    private final Negotiation negotiation = new Negotiation();
    private Optional<SshClient> client = Optional.empty();
    private boolean closed;
    private Optional<List<Hop>> way = Optional.empty();

    SshConnector(SftpConfig config) {
        this.config = config;
        known = KnownHosts.of(config);
        hostKeys = new HostKeys(known, config.nameInCommands());
    }

    /// What connects, made when it is needed: what it needs of a machine's security takes a tenth of a second.
    private synchronized SshClient started() throws IOException {
        if (closed) {
            throw ConnectionLost.unreached("the adapter was closed meanwhile", null);
        }
        if (client.isEmpty()) {
            var made = SshClients.of(config, hostKeys, negotiation);
            made.start();
            client = Optional.of(made);
        }
        return client.get();
    }

    private synchronized Optional<SshClient> ended() {
        closed = true;
        return client;
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
    /// @throws AlgorithmMismatch if one has no algorithm in common with this client
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
        var connecting = started();
        var unused = hostKeys.takeRefusal();
        var unusedToo = negotiation.takeMismatch();
        var context = new HashMap<AttributeKey<?>, Object>(attributes);
        context.put(ClientSessionCreator.TARGET_SERVER, hop.address());
        try {
            if (through.isEmpty()) {
                return open(connecting, new SshdSocketAddress(hop.host(), hop.port()), hop, context);
            }
            // Listens here until the two have agreed on keys; who comes in between reaches the server's port alone.
            try (var forwarded = through.get()
                    .createLocalPortForwardingTracker(
                            SshdSocketAddress.LOCALHOST_ADDRESS, new SshdSocketAddress(hop.host(), hop.port()))) {
                var session = open(connecting, forwarded.getBoundAddress(), hop, context);
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

    private ClientSession open(
            SshClient connecting, SshdSocketAddress at, Hop hop, Map<AttributeKey<?>, Object> context)
            throws IOException {
        var entry = new HostConfigEntry("", at.getHostName(), at.getPort(), hop.user());
        return connecting
                .connect(entry, AttributeRepository.ofAttributesMap(context), null)
                .verify(config.connection().connectTimeout().multipliedBy(2))
                .getClientSession();
    }

    /// What the last server did not agree in, asked once.
    Optional<AlgorithmMismatch> takeMismatch() {
        return negotiation.takeMismatch();
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
        var mismatch = negotiation.takeMismatch();
        if (mismatch.isPresent()) {
            mismatch.get().initCause(e);
            return mismatch.get();
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
        ended().ifPresent(SshClient::stop);
    }
}
