package dev.waybill.adapter.gcs;

import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;

/// A service account that is good for nothing outside this test run.
final class ServiceAccount {
    private static final KeyPair KEYS = keys();
    private static final String PRIVATE_KEY =
            Base64.getEncoder().encodeToString(KEYS.getPrivate().getEncoded());

    private ServiceAccount() {}

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /// The key file of an account that gets its tokens there.
    static String json(URI tokenEndpoint) {
        return """
                {"type": "service_account", "project_id": "p", "private_key_id": "1", "client_id": "2",
                 "client_email": "robot@p.iam.gserviceaccount.com", "token_uri": "%s",
                 "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n"}
                """.formatted(tokenEndpoint, PRIVATE_KEY);
    }

    /// What its signatures are verified by.
    static PublicKey publicKey() {
        return KEYS.getPublic();
    }

    /// The private key as it stands in the file, to look for where it must not show.
    static String privateKeyText() {
        return PRIVATE_KEY;
    }
}
