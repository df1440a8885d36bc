package dev.waybill.adapter.sftp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.OptionalFeature;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.jspecify.annotations.Nullable;

/// What MINA SSHD is to offer a server: what the remote names, in its order, or else what it has, in ours.
final class AlgorithmFactories {
    private AlgorithmFactories() {}

    /// @param named those that the remote names, if any
    /// @param usual those offered without that
    static List<NamedFactory<Cipher>> ciphers(List<String> named, List<NamedFactory<Cipher>> usual)
            throws AlgorithmMismatch {
        if (named.isEmpty()) {
            return PreferredGcm.first(usual);
        }
        return PreferredGcm.among(
                found(SshAlgorithms.CIPHERS, named, SshAlgorithms.KNOWN_CIPHERS, BuiltinCiphers::fromFactoryName));
    }

    /// @param keys makes the pairs for those that are slow at it
    static List<KeyExchangeFactory> keyExchanges(List<String> named, List<KeyExchangeFactory> usual, KeysAhead keys)
            throws AlgorithmMismatch {
        if (named.isEmpty()) {
            return preferred(usual, keys);
        }
        var known = SshAlgorithms.KNOWN_KEY_EXCHANGES;
        return found(SshAlgorithms.KEY_EXCHANGE, named, known, BuiltinDHFactories::fromFactoryName).stream()
                .map(ClientBuilder.DH2KEX)
                .map(keys::usedBy)
                .toList();
    }

    /// These ways to agree on keys, ML-KEM first. What withstands quantum computers stays before all that does not,
    /// as what is recorded today may be read then; of those, sntrup761, the library's first, takes 0.3 s of CPU
    /// where ML-KEM takes 5 ms (docs/adr/0076-what-a-large-transfer-costs-here.md).
    static List<KeyExchangeFactory> preferred(List<KeyExchangeFactory> known, KeysAhead keys) {
        return known.stream()
                .map(keys::usedBy)
                .sorted(Comparator.comparing(
                        exchange -> !exchange.getName().equals(BuiltinDHFactories.Constants.MLKEM768_25519_SHA256)))
                .toList();
    }

    /// Those of these names, where the library and this JVM have all of them. A remote that a program leads to may
    /// name others, and its server's key is looked at from here.
    static <T extends OptionalFeature> List<T> found(
            String key, List<String> names, List<String> known, Function<String, @Nullable T> find)
            throws AlgorithmMismatch {
        var found = new ArrayList<T>();
        for (String name : names) {
            var one = known.contains(name) ? find.apply(name) : null;
            if (one == null || !one.isSupported()) {
                throw new AlgorithmMismatch("waybill's own client has no " + name + " here, which " + key
                        + " of the remote names; it has " + String.join(", ", supported(known, find)));
            }
            found.add(one);
        }
        return found;
    }

    private static <T extends OptionalFeature> List<String> supported(
            List<String> known, Function<String, @Nullable T> find) {
        return known.stream()
                .filter(name -> {
                    var one = find.apply(name);
                    return one != null && one.isSupported();
                })
                .toList();
    }
}
