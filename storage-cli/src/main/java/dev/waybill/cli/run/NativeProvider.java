package dev.waybill.cli.run;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/// Puts AES-GCM and digests of native code before those of the JDK, for TLS, SSH and contents alike. The JDK's are fast
/// only where the optimising compiler has translated them, which the launcher leaves out: without it AES-GCM runs at
/// 25 MB/s a core, against more than 1,000, SHA-256 at 85, against 1,400, and MD5 at 300, against 600. All else stays
/// the JDK's: certificates, handshakes, random numbers.
///
/// Nothing is loaded before the first key is set or the first long content is hashed, since that AES-GCM can be had is
/// asked for plain connections too. On a machine that Conscrypt has no code for, the JDK's do the work.
final class NativeProvider extends Provider {
    private static final long serialVersionUID = 1;

    private static final String NAME = "Waybill";
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    private static volatile @Nullable Path unpackedIn;

    private NativeProvider() {
        super(NAME, "1", "AES-GCM and digests by native code");
        putService(new Gcm(this));
        putService(new Digest(this, "MD5", 16, List.of()));
        putService(new Digest(this, "SHA-1", 20, List.of("SHA", "SHA1")));
        putService(new Digest(this, "SHA-256", 32, List.of("SHA256")));
    }

    /// Makes it the one that is asked first in this process, once.
    ///
    /// @param unpacked where native code is unpacked if it may not be run where temporary files lie
    static void prefer(Path unpacked) {
        if (Security.getProvider(NAME) == null) {
            unpackedIn = unpacked;
            Security.insertProviderAt(new NativeProvider(), 1);
        }
    }

    /// The fastest that there is here.
    static Cipher gcm() {
        try {
            return Cipher.getInstance(TRANSFORMATION, Found.PROVIDER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("there is no " + TRANSFORMATION + " of " + Found.PROVIDER, e);
        }
    }

    /// The fastest that there is here.
    static MessageDigest digest(String algorithm) {
        return Found.IS_NATIVE ? digest(algorithm, Found.PROVIDER) : jdkDigest(algorithm);
    }

    /// That of the JDK, which is there at once.
    static MessageDigest jdkDigest(String algorithm) {
        return digest(algorithm, Security.getProvider("SUN"));
    }

    private static MessageDigest digest(String algorithm, Provider provider) {
        try {
            return MessageDigest.getInstance(algorithm, provider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("there is no " + algorithm + " of " + provider, e);
        }
    }

    /// Looked for once.
    private static final class Found {
        static final boolean IS_NATIVE = isNative();
        static final Provider PROVIDER = IS_NATIVE ? Conscrypt.newProvider() : Security.getProvider("SunJCE");

        private static boolean isNative() {
            Path folder = unpackedIn;
            if (folder != null) {
                NativeFolder.choose(folder);
            }
            return Conscrypt.isAvailable();
        }
    }

    private static final class Digest extends Service {
        private final String algorithm;
        private final int digestBytes;

        Digest(Provider provider, String algorithm, int digestBytes, List<String> aliases) {
            super(provider, "MessageDigest", algorithm, NativeDigest.class.getName(), aliases, Map.of());
            this.algorithm = algorithm;
            this.digestBytes = digestBytes;
        }

        @Override
        public Object newInstance(Object parameter) {
            return new NativeDigest(algorithm, digestBytes);
        }
    }

    private static final class Gcm extends Service {
        Gcm(Provider provider) {
            super(
                    provider,
                    "Cipher",
                    TRANSFORMATION,
                    NativeGcm.class.getName(),
                    List.of(),
                    Map.of("SupportedKeyFormats", "RAW"));
        }

        @Override
        public Object newInstance(Object parameter) {
            return new NativeGcm();
        }
    }
}
