package dev.waybill.adapter.sftp;

import dev.waybill.port.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/// The private keys of the user, read from their files into memory and nowhere else.
///
/// @param pairs the keys
/// @param notes why other files gave none, for the message of a login that fails
record Identities(List<KeyPair> pairs, List<String> notes) {
    private static final List<String> USUAL = List.of("~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa");

    /// No keys from files.
    static final Identities NONE = new Identities(List.of(), List.of());

    /// Reads the keys that the configuration names, else those of the SSH configuration, else the usual ones.
    ///
    /// @param fromSshConfig the files that the SSH configuration names
    /// @throws UnusableKey if the one key that was configured cannot be used
    static Identities read(SftpConfig.Login login, Collection<String> fromSshConfig) throws IOException {
        if (login.auth() == SftpConfig.Auth.AGENT || login.auth() == SftpConfig.Auth.PASSWORD) {
            return NONE;
        }
        var pairs = new ArrayList<KeyPair>();
        if (login.identityFile().isPresent()) {
            Path file = SftpConfig.local(login.identityFile().get());
            try {
                load(file, login).forEach(pairs::add);
            } catch (IOException | GeneralSecurityException e) {
                throw new UnusableKey(reason(file, login, e), e);
            }
            return new Identities(pairs, List.of());
        }
        var notes = new ArrayList<String>();
        for (String name : fromSshConfig.isEmpty() ? USUAL : fromSshConfig) {
            Path file = SftpConfig.local(name);
            try {
                load(file, login).forEach(pairs::add);
            } catch (IOException | GeneralSecurityException e) {
                if (!(e instanceof NoSuchFileException)) {
                    notes.add(reason(file, login, e));
                }
            }
        }
        return new Identities(pairs, notes);
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
