package dev.waybill.adapter.sftp;

import dev.waybill.port.StorageException;
import dev.waybill.port.spi.HostKey;
import dev.waybill.port.spi.HostTrust;
import dev.waybill.port.spi.UntrustedHost;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.session.helpers.MissingAttachedSessionException;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/// Looks at the keys of the servers on the way, and notes which of them the user trusts. One thread.
final class SftpHostTrust implements HostTrust {
    /// One key of each is looked at, the strongest first.
    private static final List<List<String>> KINDS = List.of(
            List.of("ssh-ed25519"),
            List.of("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"),
            List.of("ssh-rsa"));

    private static final int ED25519_BITS = 256;

    private final SftpConfig config;
    private final SftpErrors errors;
    private final SshConnector connector;
    private final Opening opening;
    private final Map<HostKey, PublicKey> shown = new LinkedHashMap<>();
    private Optional<SshdSocketAddress> where = Optional.empty();

    /// How a connection is opened that is not to be logged in by.
    interface Opening {
        ClientSession open(
                SshConnector connector, Optional<ClientSession> through, Hop hop, Map<AttributeKey<?>, Object> context)
                throws IOException;
    }

    SftpHostTrust(SftpConfig config) {
        this(config, SshConnector::open);
    }

    SftpHostTrust(SftpConfig config, Opening opening) {
        this.config = config;
        this.opening = opening;
        errors = new SftpErrors(config.store());
        connector = new SshConnector(config);
    }

    @Override
    public Optional<UntrustedHost> next() {
        try {
            var way = connector.way();
            for (int i = 0; i < way.size(); i++) {
                var through = connector.connect(way.subList(0, i));
                try {
                    var untrusted = look(through, way.get(i));
                    if (untrusted.isPresent()) {
                        return untrusted;
                    }
                } finally {
                    through.ifPresent(session -> session.close(true));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw errors.of(Optional.empty(), e);
        }
    }

    private Optional<UntrustedHost> look(Optional<ClientSession> through, Hop hop) throws IOException {
        var keys = new ArrayList<PublicKey>();
        for (var kinds : KINDS) {
            key(through, hop, kinds).ifPresent(keys::add);
        }
        if (keys.isEmpty()) {
            var mismatch = connector.takeMismatch();
            if (mismatch.isPresent()) {
                throw mismatch.get();
            }
            throw ConnectionLost.unreached(hop + " shows no key of a kind that is known here", null);
        }
        var known = connector.known().of(hop.address());
        shown.clear();
        for (var key : keys) {
            var same = known.stream().filter(entry -> entry.is(key)).toList();
            if (same.stream().anyMatch(KnownHosts.Known::revoked)) {
                throw new HostKeyRefused(hop + " shows the " + HostKeys.describe(key) + ", which is revoked in "
                        + same.getFirst().file() + ": it is not to be trusted whatever it says");
            }
            if (!same.isEmpty()) {
                return Optional.empty();
            }
            // MINA SSHD knows no length of the one kind that always has the same.
            int bits = Math.max(KeyUtils.getKeySize(key), ED25519_BITS);
            shown.put(new HostKey(KeyUtils.getKeyType(key), bits, HostKeys.fingerprint(key)), key);
        }
        where = Optional.of(hop.address());
        var conflict = known.stream()
                .filter(entry -> !entry.revoked())
                .findFirst()
                .map(entry -> entry.file() + " has the " + HostKeys.describe(entry.key()));
        return Optional.of(new UntrustedHost(KnownHosts.pattern(hop.address()), List.copyOf(shown.keySet()), conflict));
    }

    /// The key of these kinds that the server shows, if it has one. The connection ends then; on a busy machine that is
    /// before it is given back.
    private Optional<PublicKey> key(Optional<ClientSession> through, Hop hop, List<String> kinds) throws IOException {
        var seen = new AtomicReference<Optional<PublicKey>>(Optional.empty());
        var look = new HostKeys.Look(kinds, key -> seen.set(Optional.of(key)));
        try {
            awaitEnd(opening.open(connector, through, hop, Map.of(HostKeys.LOOK, look)), hop);
        } catch (ConnectionLost lost) {
            if (!isAfterItsEnd(lost)) {
                throw lost;
            }
        }
        return seen.get();
    }

    /// Whether there was a connection, which had ended when it was asked for.
    private static boolean isAfterItsEnd(ConnectionLost lost) {
        return Stream.<Throwable>iterate(lost, Objects::nonNull, Throwable::getCause)
                .anyMatch(MissingAttachedSessionException.class::isInstance);
    }

    private void awaitEnd(ClientSession session, Hop hop) throws IOException {
        var ended = new CountDownLatch(1);
        try {
            session.addCloseFutureListener(closed -> ended.countDown());
            long patience = config.connection().connectTimeout().toNanos();
            if (!ended.await(patience, TimeUnit.NANOSECONDS)) {
                throw ConnectionLost.unreached(hop + " does not say which server it is", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted when waiting for the key of " + hop);
        } finally {
            session.close(true);
        }
    }

    @Override
    public String accept(UntrustedHost host, List<HostKey> keys, boolean replace) {
        if (host.conflict().isPresent() && !replace) {
            throw new IllegalArgumentException(host.conflict().get() + ", which is not to be replaced");
        }
        var accepted = keys.stream().map(this::shown).toList();
        var at = where.orElseThrow(() -> new IllegalStateException("no server was looked at"));
        try {
            if (replace) {
                connector.known().replace(at, accepted);
            } else {
                connector.known().add(at, accepted);
            }
            return connector.known().files().getFirst().toString();
        } catch (IOException e) {
            throw new StorageException.StoreFailure(
                    config.store(), Optional.empty(), "the key cannot be noted: " + e.getMessage(), e);
        }
    }

    private PublicKey shown(HostKey key) {
        var found = shown.get(key);
        if (found == null) {
            throw new IllegalArgumentException("the server does not show the key " + key.fingerprint());
        }
        return found;
    }

    @Override
    public void close() {
        connector.close();
    }
}
