package dev.waybill.adapter.sftp;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.sshd.client.kex.DHGClient;
import org.apache.sshd.common.digest.Digest;
import org.apache.sshd.common.kex.AbstractDH;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.BuiltinKEM;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.KeyEncapsulationMethod;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.kex.MontgomeryCurve;
import org.apache.sshd.common.kex.XDH;
import org.jspecify.annotations.Nullable;

/// sntrup761 with x25519, whose first pair of keys is made while the connection is: it takes 0.2 s where the optimising
/// compiler is left out, and nothing could be done meanwhile once the server has said that it wants this way. A pair is
/// for one connection; further ones make theirs when they need it.
final class KeysAhead {
    /// The two names that it has.
    private static final List<BuiltinDHFactories> WAYS =
            List.of(BuiltinDHFactories.sntrup761x25519, BuiltinDHFactories.sntrup761x25519_openssh);

    private final AtomicReference<@Nullable FutureTask<KeyEncapsulationMethod.Client>> first = new AtomicReference<>();

    private KeysAhead() {}

    /// Begins to make the pair, unless there is only this processor to do it, or no server is offered this way.
    ///
    /// @param named the ways that are offered, or none for all
    static KeysAhead begunFor(List<String> named) {
        return begunFor(named, KeysAhead::pair);
    }

    /// @param making makes the pair, as for [#begun]
    static KeysAhead begunFor(List<String> named, Supplier<KeyEncapsulationMethod.Client> making) {
        boolean offered = named.isEmpty() || WAYS.stream().anyMatch(way -> named.contains(way.getName()));
        return offered && Runtime.getRuntime().availableProcessors() > 1 ? begun(making) : new KeysAhead();
    }

    /// @param making makes the pair; if it fails, by an error of the machine too, so does the connection that takes it
    static KeysAhead begun(Supplier<KeyEncapsulationMethod.Client> making) {
        var ahead = new KeysAhead();
        var pair = new FutureTask<>(making::get);
        ahead.first.set(pair);
        Thread unused = SshThreads.start("keys", pair);
        return ahead;
    }

    private static KeyEncapsulationMethod.Client pair() {
        // Not by the whole exchange, which has the machine's security made ready first, as is done meanwhile.
        var client = BuiltinKEM.sntrup761.getClient();
        client.init();
        return client;
    }

    /// The exchange as it is to be offered: this one with the pair, any other as it is.
    KeyExchangeFactory usedBy(KeyExchangeFactory exchange) {
        return WAYS.stream()
                .filter(way -> way.getName().equals(exchange.getName()))
                .findFirst()
                .map(way -> DHGClient.newFactory(with(way)))
                .orElse(exchange);
    }

    /// That way, with the pair for the first who takes it.
    DHFactory with(BuiltinDHFactories way) {
        return new Way(way);
    }

    private final class Way implements DHFactory {
        private final DHFactory builtin;

        Way(DHFactory builtin) {
            this.builtin = builtin;
        }

        @Override
        public AbstractDH create(Object... parameters) throws Exception {
            var made = builtin.create(parameters);
            var pair = first.getAndSet(null);
            return pair == null ? made : new Prepared(made, pair);
        }

        @Override
        public boolean isGroupExchange() {
            return builtin.isGroupExchange();
        }

        @Override
        public boolean isSupported() {
            return builtin.isSupported();
        }

        @Override
        public String getName() {
            return builtin.getName();
        }
    }

    /// The same exchange with the pair that was made ahead.
    private static final class Prepared extends XDH implements KeyEncapsulationMethod {
        private final AbstractDH made;
        private final FutureTask<KeyEncapsulationMethod.Client> pair;

        Prepared(AbstractDH made, FutureTask<KeyEncapsulationMethod.Client> pair) throws Exception {
            super(MontgomeryCurve.x25519, true);
            this.made = made;
            this.pair = pair;
        }

        @Override
        public Digest getHash() throws Exception {
            return made.getHash();
        }

        @Override
        public KeyEncapsulationMethod getKeyEncapsulation() {
            return this;
        }

        @Override
        public Client getClient() {
            return new Ready(pair);
        }

        @Override
        public Server getServer() {
            return made.getKeyEncapsulation().getServer();
        }
    }

    /// A client that has its pair, or waits for it.
    private record Ready(FutureTask<KeyEncapsulationMethod.Client> pair) implements KeyEncapsulationMethod.Client {
        @Override
        public void init() {
            var unused = client();
        }

        @Override
        public byte[] getPublicKey() {
            return client().getPublicKey();
        }

        @Override
        public byte[] extractSecret(byte[] encapsulated) {
            return client().extractSecret(encapsulated);
        }

        @Override
        public int getEncapsulationLength() {
            return client().getEncapsulationLength();
        }

        private KeyEncapsulationMethod.Client client() {
            try {
                return pair.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("no pair of keys could be made", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted when waiting for a pair of keys", e);
            }
        }
    }
}
