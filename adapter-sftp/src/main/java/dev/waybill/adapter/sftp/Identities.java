package dev.waybill.adapter.sftp;

import dev.waybill.port.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/// The private keys of the user, read from their files into memory and nowhere else.
///
/// @param pairs the keys
/// @param publicKeys the public ones that lie beside the files, also of those that cannot be opened: the agent may
///     hold their private ones
/// @param notes why other files gave none, for the message of a login that fails
record Identities(List<KeyPair> pairs, List<PublicKey> publicKeys, List<String> notes) {
    private static final List<String> USUAL = List.of("~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa");

    /// No keys from files.
    static final Identities NONE = new Identities(List.of(), List.of(), List.of());

    /// Reads the keys for one machine on the way: for that with the files those that the configuration names, else
    /// those of the SSH configuration, else the usual ones; for others those of the SSH configuration first.
    ///
    /// @throws UnusableKey if the one key that was configured cannot be used
    static Identities read(SftpConfig.Login login, Hop hop) throws IOException {
        if (login.auth() == SftpConfig.Auth.PASSWORD && hop.target()) {
            return NONE;
        }
        boolean named = login.identityFile().isPresent()
                && (hop.target() || hop.identityFiles().isEmpty());
        if (named) {
            return login.auth() == SftpConfig.Auth.AGENT
                    ? new Identities(
                            List.of(), publicKeys(List.of(login.identityFile().get())), List.of())
                    : configured(login);
        }
        List<String> files = hop.identityFiles().isEmpty() ? USUAL : hop.identityFiles();
        return login.auth() == SftpConfig.Auth.AGENT
                ? new Identities(List.of(), publicKeys(files), List.of())
                : found(files, login);
    }

    private static Identities configured(SftpConfig.Login login) throws IOException {
        String name = login.identityFile().orElseThrow();
        Path file = SftpConfig.local(name);
        var pairs = new ArrayList<KeyPair>();
        try {
            load(file, login).forEach(pairs::add);
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableKey(reason(file, login, e), e);
        }
        return new Identities(pairs, publicKeys(List.of(name)), List.of());
    }

    private static Identities found(List<String> files, SftpConfig.Login login) {
        var pairs = new ArrayList<KeyPair>();
        var notes = new ArrayList<String>();
        for (String name : files) {
            Path file = SftpConfig.local(name);
            try {
                load(file, login).forEach(pairs::add);
            } catch (IOException | GeneralSecurityException e) {
                if (!(e instanceof NoSuchFileException)) {
                    notes.add(reason(file, login, e));
                }
            }
        }
        return new Identities(pairs, publicKeys(files), notes);
    }

    private static List<PublicKey> publicKeys(List<String> files) {
        var keys = new ArrayList<PublicKey>();
        for (String name : files) {
            try {
                String line = Files.readString(SftpConfig.local(name + ".pub"));
                keys.add(AuthorizedKeyEntry.parseAuthorizedKeyEntry(line.strip())
                        .resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.IGNORING));
            } catch (IOException | GeneralSecurityException | RuntimeException noneThere) {
                // Only keys that have their public half beside them can be told from the agent's others.
            }
        }
        return keys;
    }

    /// The key that was configured cannot be used.
    static final class UnusableKey extends IOException {
        private static final long serialVersionUID = 1L;

        UnusableKey(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static Iterable<KeyPair> load(Path file, SftpConfig.Login login)
            throws IOException, GeneralSecurityException {
        FilePasswordProvider passphrase = (session, resource, retry) ->
                login.passphrase().map(Secret::reveal).orElse(null);
        try (var in = Files.newInputStream(file)) {
            var pairs = SecurityUtils.loadKeyPairIdentities(null, new PathResource(file), in, passphrase);
            if (pairs == null) {
                throw new IOException("it holds no private key of a form that is known");
            }
            return pairs;
        }
    }

    private static String reason(Path file, SftpConfig.Login login, Exception e) {
        if (e instanceof NoSuchFileException) {
            return "there is no key " + file;
        }
        String detail = login.passphrase().isPresent() ? "is the passphrase right? " : "does it need a passphrase? ";
        return "the key " + file + " cannot be read; " + detail + "("
                + e.getClass().getSimpleName() + ")";
    }
}
