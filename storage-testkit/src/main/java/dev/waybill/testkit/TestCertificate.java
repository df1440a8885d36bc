package dev.waybill.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate of 127.0.0.1 that nobody trusts but who is told to, in a store with its key.
///
/// @param store the file, which also does as a store of trusted certificates
public record TestCertificate(Path store) {
    /// What opens the store.
    public static final String PASSWORD = "of no consequence";

    private static final String ALIAS = "stranger";
    private static final long PATIENCE_SECONDS = 30;

    /// Makes one in this folder by the JDK's own program: the JDK has no other way to sign a certificate.
    public static TestCertificate generate(Path folder) throws IOException {
        return generate(folder, "EC");
    }

    /// Makes one whose key is of this algorithm, as `keytool` names it.
    public static TestCertificate generate(Path folder, String algorithm) throws IOException {
        Path store = folder.resolve("keys");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=stranger",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.onExit()
                        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .join()
                        .exitValue()
                != 0) {
            throw new IOException("keytool made no key");
        }
        return new TestCertificate(store);
    }

    /// For a server that shows it, and for a client that trusts it and nothing else.
    public SSLContext context() throws IOException {
        try {
            var keys = open();
            var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, PASSWORD.toCharArray());
            var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(keys);
            var context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate can be made", e);
        }
    }

    /// Writes the certificate as PEM beside the store.
    public Path certificatePem() throws IOException {
        try {
            return pem("CERTIFICATE", open().getCertificate(ALIAS).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate cannot be read", e);
        }
    }

    /// Writes its key as PEM beside the store.
    public Path keyPem() throws IOException {
        try {
            return pem(
                    "PRIVATE KEY", open().getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException("the key cannot be read", e);
        }
    }

    private KeyStore open() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    private Path pem(String kind, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                store.resolveSibling(kind.replace(' ', '-') + ".pem"),
                "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }
}
