package dev.waybill.adapter.sftp;

import dev.waybill.port.spi.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.kex.BuiltinDHFactories;

/// Which algorithms a connection may be made with, the preferred first; where none is named, the client that connects
/// offers what it offers by itself.
///
/// @param ciphers what may encrypt
/// @param keyExchange what may agree on keys
record SshAlgorithms(List<String> ciphers, List<String> keyExchange) {
    static final String CIPHERS = "ciphers";
    static final String KEY_EXCHANGE = "keyExchange";

    /// All that MINA SSHD may have, but for the one that does not encrypt. They are written here, as to load its
    /// classes takes half a second, which reading a configuration is not to cost.
    static final List<String> KNOWN_CIPHERS = List.of(
            BuiltinCiphers.Constants.AES128_GCM,
            BuiltinCiphers.Constants.AES256_GCM,
            BuiltinCiphers.Constants.CC20P1305_OPENSSH,
            BuiltinCiphers.Constants.AES128_CTR,
            BuiltinCiphers.Constants.AES192_CTR,
            BuiltinCiphers.Constants.AES256_CTR,
            BuiltinCiphers.Constants.AES128_CBC,
            BuiltinCiphers.Constants.AES192_CBC,
            BuiltinCiphers.Constants.AES256_CBC,
            BuiltinCiphers.Constants.TRIPLE_DES_CBC,
            BuiltinCiphers.Constants.BLOWFISH_CBC,
            BuiltinCiphers.Constants.ARCFOUR128,
            BuiltinCiphers.Constants.ARCFOUR256);

    /// The same of ways to agree on keys.
    static final List<String> KNOWN_KEY_EXCHANGES = List.of(
            BuiltinDHFactories.Constants.MLKEM768_25519_SHA256,
            BuiltinDHFactories.Constants.MLKEM1024_NISTP384_SHA384,
            BuiltinDHFactories.Constants.MLKEM768_NISTP256_SHA256,
            BuiltinDHFactories.Constants.SNTRUP761_25519_SHA512,
            BuiltinDHFactories.Constants.SNTRUP761_25519_SHA512_OPENSSH,
            BuiltinDHFactories.Constants.CURVE25519_SHA256,
            BuiltinDHFactories.Constants.CURVE25519_SHA256_LIBSSH,
            BuiltinDHFactories.Constants.CURVE448_SHA512,
            BuiltinDHFactories.Constants.ECDH_SHA2_NISTP256,
            BuiltinDHFactories.Constants.ECDH_SHA2_NISTP384,
            BuiltinDHFactories.Constants.ECDH_SHA2_NISTP521,
            BuiltinDHFactories.Constants.DIFFIE_HELLMAN_GROUP_EXCHANGE_SHA256,
            BuiltinDHFactories.Constants.DIFFIE_HELLMAN_GROUP18_SHA512,
            BuiltinDHFactories.Constants.DIFFIE_HELLMAN_GROUP17_SHA512,
            BuiltinDHFactories.Constants.DIFFIE_HELLMAN_GROUP16_SHA512,
            BuiltinDHFactories.Constants.DIFFIE_HELLMAN_GROUP15_SHA512,
            BuiltinDHFactories.Constants.DIFFIE_HELLMAN_GROUP14_SHA256,
            BuiltinDHFactories.Constants.DIFFIE_HELLMAN_GROUP_EXCHANGE_SHA1,
            BuiltinDHFactories.Constants.DIFFIE_HELLMAN_GROUP14_SHA1,
            BuiltinDHFactories.Constants.DIFFIE_HELLMAN_GROUP1_SHA1);

    /// A name and nothing else: a program takes `+`, `-` and `^` in front for changes to its own list, and `*` for
    /// many.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9@._-]*");

    SshAlgorithms {
        ciphers = List.copyOf(ciphers);
        keyExchange = List.copyOf(keyExchange);
    }

    /// Reads both, noting what whoever connects cannot be given.
    static SshAlgorithms read(Settings settings) {
        return new SshAlgorithms(
                names(settings, CIPHERS, KNOWN_CIPHERS), names(settings, KEY_EXCHANGE, KNOWN_KEY_EXCHANGES));
    }

    private static List<String> names(Settings settings, String key, List<String> known) {
        var names = settings.text(key).stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .distinct()
                .toList();
        if (settings.text("sshProgram").isPresent()) {
            String rule =
                    "no name that a program can be given: letters, digits, @, ., - and _, a letter or a digit first";
            refuse(settings, key, names, name -> NAME.matcher(name).matches(), rule);
        } else {
            refuse(settings, key, names, known::contains, "not known here; known are " + String.join(", ", known));
        }
        return names;
    }

    private static void refuse(
            Settings settings, String key, List<String> names, Predicate<String> allowed, String why) {
        var others = names.stream().filter(allowed.negate()).toList();
        if (!others.isEmpty()) {
            settings.problem(key, "\"" + key + "\" has \"" + String.join("\", \"", others) + "\", which is " + why);
        }
    }
}
