package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSessionCreator;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/// Decides whether a server is the one it says it is, by the files of known host keys. Any thread may use it.
///
/// A key that is in none of them is refused, and so is one where another is: nothing is added here.
final class HostKeys implements ServerKeyVerifier {
    private static final String REVOKED = "revoked";

    private final List<Path> files;
    private final String store;
    private final AtomicReference<Optional<HostKeyRefused>> refusal = new AtomicReference<>(Optional.empty());

    /// @param files the files of known host keys; those that are not there hold nothing
    /// @param store how the store is named in a command
    HostKeys(List<Path> files, String store) {
        this.files = List.copyOf(files);
        this.store = store;
    }

    /// A line of a file that is about a host.
    private record Known(Path file, PublicKey key, boolean revoked) {}

    /// Why the last server was refused, asked once.
    Optional<HostKeyRefused> takeRefusal() {
        return refusal.getAndSet(Optional.empty());
    }

    /// The kinds of the keys that are known of a host: `ssh-ed25519`. A server that has several shows the one
    /// that is asked for first.
    Set<String> kinds(String host, int port) throws IOException {
        var kinds = new TreeSet<String>();
        for (var known : known(host, port)) {
            kinds.add(KeyUtils.getKeyType(known.key));
        }
        return kinds;
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress remote, PublicKey key) {
        var where = address(session, remote);
        Optional<HostKeyRefused> verdict;
        try {
            verdict = judge(where, key);
        } catch (IOException e) {
            var unreadable = new HostKeyRefused("the known host keys cannot be read: " + e.getMessage());
            unreadable.initCause(e);
            verdict = Optional.of(unreadable);
        }
        verdict.ifPresent(refused -> refusal.set(Optional.of(refused)));
        return verdict.isEmpty();
    }

    private static SshdSocketAddress address(ClientSession session, SocketAddress remote) {
        var context = session.getConnectionContext();
        var target = context == null ? null : context.getAttribute(ClientSessionCreator.TARGET_SERVER);
        if (target == null) {
            target = session.getAttribute(ClientSessionCreator.TARGET_SERVER);
        }
        if (target != null) {
            return target;
        }
        var address = session.getConnectAddress() instanceof InetSocketAddress connected ? connected : remote;
        var inet = (InetSocketAddress) address;
        return new SshdSocketAddress(inet.getHostString(), inet.getPort());
    }

    private Optional<HostKeyRefused> judge(SshdSocketAddress where, PublicKey key) throws IOException {
        var known = known(where.getHostName(), where.getPort());
        String shown = where.getHostName() + ":" + where.getPort() + " shows the " + describe(key);
        var same = known.stream()
                .filter(entry -> KeyUtils.compareKeys(entry.key, key))
                .toList();
        if (same.stream().anyMatch(Known::revoked)) {
            return Optional.of(new HostKeyRefused(shown + ", which is revoked in "
                    + same.stream().filter(Known::revoked).findFirst().orElseThrow().file));
        }
        if (!same.isEmpty()) {
            return Optional.empty();
        }
        var others = known.stream().filter(entry -> !entry.revoked).toList();
        if (others.isEmpty()) {
            return Optional.of(new HostKeyRefused(shown + ", which is not known. Compare it with what the server's"
                    + " owner says; if it is right, accept it: waybill remote trust " + store));
        }
        var other = others.getFirst();
        return Optional.of(new HostKeyRefused(shown + ", where " + other.file + " has the " + describe(other.key)
                + ". Someone may be listening in, or the server was set up anew. If its owner confirms the new key,"
                + " remove the old one (ssh-keygen -R " + pattern(where) + ") and accept the new one:"
                + " waybill remote trust " + store));
    }

    private static String pattern(SshdSocketAddress where) {
        return where.getPort() == SftpConfig.SSH_PORT
                ? where.getHostName()
                : "'[" + where.getHostName() + "]:" + where.getPort() + "'";
    }

    private static String describe(PublicKey key) {
        return KeyUtils.getKeyType(key) + " key " + KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    }

    private List<Known> known(String host, int port) throws IOException {
        var known = new ArrayList<Known>();
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                for (var entry : KnownHostEntry.readKnownHostEntries(file)) {
                    if (entry.isHostMatch(host, port)) {
                        key(entry).ifPresent(key -> known.add(new Known(file, key, isRevoked(entry))));
                    }
                }
            }
        }
        return known;
    }

    private static boolean isRevoked(KnownHostEntry entry) {
        return REVOKED.equals(entry.getMarker());
    }

    /// The key of a line; lines with a kind of key that is not supported, and authorities, say nothing here.
    private static Optional<PublicKey> key(KnownHostEntry entry) throws IOException {
        boolean plain = entry.getMarker() == null || isRevoked(entry);
        if (!plain || entry.getKeyEntry() == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(
                    entry.getKeyEntry().resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.IGNORING));
        } catch (GeneralSecurityException unsupported) {
            return Optional.empty();
        }
    }
}
