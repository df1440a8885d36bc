package dev.waybill.adapter.gcs;

import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// A service account that is good for nothing outside this test run.
final class ServiceAccount {
    private static final String PRIVATE_KEY = privateKey();

    private ServiceAccount() {}

    private static String privateKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            return Base64.getEncoder().encodeToString(key);
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

    /// The private key as it stands in the file, to look for where it must not show.
    static String privateKeyText() {
        return PRIVATE_KEY;
    }
}
