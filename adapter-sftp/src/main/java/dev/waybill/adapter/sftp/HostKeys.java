package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.net.SocketAddress;
import java.security.PublicKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSessionCreator;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/// Decides whether a server is the one it says it is, by the files of known host keys. Any thread may use it.
///
/// A key that is in none of them is refused, and so is one where another is: nothing is added here.
final class HostKeys implements ServerKeyVerifier, SessionListener {
    /// What a connection is for that is made only to see the server's key.
    static final AttributeKey<Look> LOOK = new AttributeKey<>();

    private static final String BEST_KIND = "ssh-ed25519";

    private final KnownHosts known;
    private final String remote;
    private final AtomicReference<Optional<HostKeyRefused>> refusal = new AtomicReference<>(Optional.empty());

    /// @param remote how the store is named in a command
    HostKeys(KnownHosts known, String remote) {
        this.known = known;
        this.remote = remote;
    }

    /// A look at one of a server's keys.
    ///
    /// @param kinds which kinds it may be of
    /// @param seen told the key; the connection ends then
    record Look(List<String> kinds, Consumer<PublicKey> seen) {}

    /// Why the last server was refused, asked once.
    Optional<HostKeyRefused> takeRefusal() {
        return refusal.getAndSet(Optional.empty());
    }

    /// A server with several keys shows the one of the kind asked for first: let it be one that is known.
    @Override
    public void sessionNegotiationOptionsCreated(Session session, Map<KexProposalOption, String> proposal) {
        String asked = proposal.get(KexProposalOption.SERVERKEYS);
        if (session instanceof ClientSession client && asked != null) {
            var names = List.of(asked.split(","));
            proposal.put(KexProposalOption.SERVERKEYS, String.join(",", preferred(client, names)));
        }
    }

    private List<String> preferred(ClientSession session, List<String> asked) {
        var look = attribute(session, LOOK);
        if (look.isPresent()) {
            return asked.stream()
                    .filter(name -> look.get().kinds().contains(kind(name)))
                    .toList();
        }
        var kinds = new TreeSet<String>();
        try {
            for (var one : known.of(target(session))) {
                if (!one.revoked()) {
                    kinds.add(KeyUtils.getKeyType(one.key()));
                }
            }
        } catch (IOException toldWhenTheKeyIsJudged) {
            return asked;
        }
        return asked.stream()
                .sorted(Comparator.comparing((String name) -> !kinds.contains(kind(name)))
                        .thenComparing(name -> !name.equals(BEST_KIND)))
                .toList();
    }

    /// The kind of key that makes signatures of a name.
    private static String kind(String signature) {
        return signature.startsWith("rsa-sha2-") ? "ssh-rsa" : signature;
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress peer, PublicKey key) {
        var look = attribute(session, LOOK);
        if (look.isPresent()) {
            look.get().seen().accept(key);
            return false;
        }
        Optional<HostKeyRefused> verdict;
        try {
            verdict = judge(target(session), key);
        } catch (IOException e) {
            var unreadable = new HostKeyRefused("the known host keys cannot be read: " + e.getMessage());
            unreadable.initCause(e);
            verdict = Optional.of(unreadable);
        }
        verdict.ifPresent(refused -> refusal.set(Optional.of(refused)));
        return verdict.isEmpty();
    }

    /// The machine that a session is meant to lead to, which on the way through others is not where it connects.
    static SshdSocketAddress target(ClientSession session) {
        return attribute(session, ClientSessionCreator.TARGET_SERVER)
                .orElseThrow(() -> new IllegalStateException("a connection was made that says not where it leads"));
    }

    /// Whether a session is made only to see the server's key.
    static boolean isLook(ClientSession session) {
        return attribute(session, LOOK).isPresent();
    }

    private static <T> Optional<T> attribute(ClientSession session, AttributeKey<T> key) {
        AttributeRepository context = session.getConnectionContext();
        return context == null ? Optional.empty() : Optional.ofNullable(context.getAttribute(key));
    }

    private Optional<HostKeyRefused> judge(SshdSocketAddress where, PublicKey key) throws IOException {
        var entries = known.of(where);
        String shown = where.getHostName() + ":" + where.getPort() + " shows the " + describe(key);
        var same = entries.stream().filter(entry -> entry.is(key)).toList();
        var revoked = same.stream().filter(KnownHosts.Known::revoked).findFirst();
        if (revoked.isPresent()) {
            return Optional.of(new HostKeyRefused(
                    shown + ", which is revoked in " + revoked.get().file()));
        }
        if (!same.isEmpty()) {
            return Optional.empty();
        }
        var other = entries.stream().filter(entry -> !entry.revoked()).findFirst();
        if (other.isEmpty()) {
            return Optional.of(new HostKeyRefused(shown + ", which is not known. " + HostKeyRefused.ifUnknown(remote)));
        }
        return Optional.of(new HostKeyRefused(shown + ", where "
                + other.get().file() + " has the " + describe(other.get().key()) + ". "
                + HostKeyRefused.ifChanged(remote)));
    }

    /// A key in words: its kind and its fingerprint as OpenSSH writes it.
    static String describe(PublicKey key) {
        return KeyUtils.getKeyType(key) + " key " + fingerprint(key);
    }

    /// The fingerprint as OpenSSH writes it: `SHA256:` and Base64.
    static String fingerprint(PublicKey key) {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    }
}
