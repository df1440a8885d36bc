package dev.waybill.adapter.sftp;

import java.io.Closeable;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.sshd.agent.SshAgent;
import org.apache.sshd.agent.SshAgentFactory;
import org.apache.sshd.client.auth.pubkey.KeyAgentIdentity;
import org.apache.sshd.client.auth.pubkey.KeyPairIdentity;
import org.apache.sshd.client.auth.pubkey.PublicKeyIdentity;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.SignatureFactoriesManager;
import org.jspecify.annotations.Nullable;

/// The keys that a server is offered, in order: those from files, then those of the agent, which is asked only if
/// the server wants none of the first. One thread at a time.
final class LoginKeys implements Iterator<PublicKeyIdentity>, Closeable {
    /// The agent of a session, and which of its keys to leave out.
    static final AttributeKey<AgentUse> AGENT = new AttributeKey<>();

    private final ClientSession session;
    private final SignatureFactoriesManager signatures;
    private final Iterator<KeyPair> fromFiles;
    private final List<PublicKey> offered = new ArrayList<>();
    private @Nullable SshAgent agent;
    private @Nullable Iterator<? extends java.util.Map.Entry<PublicKey, String>> fromAgent;
    private @Nullable PublicKeyIdentity next;

    /// How a session uses an agent.
    ///
    /// @param factory connects to it
    /// @param only the keys that may be used, or empty for all
    /// @param problems told why there are no keys of it, for the message of a login that fails
    record AgentUse(SshAgentFactory factory, List<PublicKey> only, boolean all, List<String> problems) {}

    private LoginKeys(ClientSession session, SignatureFactoriesManager signatures)
            throws IOException, GeneralSecurityException {
        this.session = session;
        this.signatures = signatures;
        KeyIdentityProvider provider = session.getKeyIdentityProvider();
        Iterable<KeyPair> pairs = provider == null ? List.of() : provider.loadKeys(session);
        fromFiles = pairs == null ? List.<KeyPair>of().iterator() : pairs.iterator();
    }

    /// Logs in by keys in this order, where MINA SSHD would ask the agent first.
    static final class Factory extends UserAuthPublicKeyFactory {
        @Override
        public UserAuthPublicKey createUserAuth(ClientSession session) {
            return new UserAuthPublicKey(getSignatureFactories()) {
                @Override
                protected Iterator<PublicKeyIdentity> createPublicKeyIterator(
                        ClientSession of, SignatureFactoriesManager manager) throws Exception {
                    return new LoginKeys(of, manager);
                }
            };
        }
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = find();
        }
        return next != null;
    }

    private @Nullable PublicKeyIdentity find() {
        while (fromFiles.hasNext()) {
            KeyPair pair = fromFiles.next();
            if (isNew(pair.getPublic())) {
                return new KeyPairIdentity(signatures, session, pair);
            }
        }
        var keys = agentKeys();
        while (keys.hasNext()) {
            var key = keys.next();
            var held = agent;
            if (held != null && isNew(key.getKey())) {
                return new KeyAgentIdentity(held, key.getKey(), key.getValue());
            }
        }
        return null;
    }

    private boolean isNew(PublicKey key) {
        boolean known = offered.stream().anyMatch(earlier -> KeyUtils.compareKeys(earlier, key));
        offered.add(key);
        return !known;
    }

    private Iterator<? extends java.util.Map.Entry<PublicKey, String>> agentKeys() {
        var begun = fromAgent;
        if (begun != null) {
            return begun;
        }
        var found = new ArrayList<java.util.Map.Entry<PublicKey, String>>();
        var use = session.getAttribute(AGENT);
        if (use != null) {
            try {
                var opened = use.factory().createClient(session, session.getFactoryManager());
                agent = opened;
                for (var key : opened.getIdentities()) {
                    if (use.all() || use.only().stream().anyMatch(one -> KeyUtils.compareKeys(one, key.getKey()))) {
                        found.add(key);
                    }
                }
            } catch (IOException | RuntimeException e) {
                use.problems().add("the agent cannot be asked: " + e.getMessage());
            }
        }
        var keys = found.iterator();
        fromAgent = keys;
        return keys;
    }

    @Override
    public PublicKeyIdentity next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        var given = next;
        next = null;
        return given;
    }

    @Override
    public void close() throws IOException {
        var held = agent;
        if (held != null) {
            agent = null;
            held.close();
        }
    }
}
