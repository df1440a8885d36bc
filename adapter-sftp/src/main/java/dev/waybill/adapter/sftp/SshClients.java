package dev.waybill.adapter.sftp;

import java.time.Duration;
import java.util.List;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.core.CoreModuleProperties;

/// Makes the SSH client that a remote's configuration asks for.
final class SshClients {
    private static final long WINDOW_BYTES = 8L << 20;

    private SshClients() {}

    /// A client, not started yet.
    ///
    /// @param hostKeys decides which servers are trusted
    /// @param negotiation told what is agreed on with servers
    /// @throws AlgorithmMismatch if the remote names what there is none of here
    static SshClient of(SftpConfig config, HostKeys hostKeys, Negotiation negotiation) throws AlgorithmMismatch {
        var algorithms = config.connection().algorithms();
        var keys = KeysAhead.begunFor(algorithms.keyExchange());
        var made = ClientBuilder.builder().build(true);
        made.setServerKeyVerifier(hostKeys);
        made.addSessionListener(hostKeys);
        made.addSessionListener(negotiation);
        made.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        made.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        made.setUserInteraction(UserInteraction.NONE);
        made.setCipherFactories(AlgorithmFactories.ciphers(algorithms.ciphers(), made.getCipherFactories()));
        made.setKeyExchangeFactories(
                AlgorithmFactories.keyExchanges(algorithms.keyExchange(), made.getKeyExchangeFactories(), keys));
        made.setCompressionFactories(
                config.connection().compression()
                        ? List.of(BuiltinCompressions.delayedZlib, BuiltinCompressions.zlib, BuiltinCompressions.none)
                        : List.of(BuiltinCompressions.none));
        made.setUserAuthFactories(ways(config));
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
        // Keys are renewed by the hour, and by what a cipher bears (RFC 4344: 64 GiB for AES, 1 GiB where blocks are
        // short), as OpenSSH does, and not for each gigabyte: all transfers wait for it, and it takes up to 0.3 s here.
        CoreModuleProperties.REKEY_BYTES_LIMIT.set(made, 0L);
        CoreModuleProperties.HEARTBEAT_REQUEST.set(made, "keepalive@openssh.com");
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(made, 3);
        made.setSessionHeartbeat(HeartbeatType.IGNORE, config.connection().keepAlive());
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(made, config.connection().keepAlive());
        return made;
    }

    private static List<UserAuthFactory> ways(SftpConfig config) {
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
}
