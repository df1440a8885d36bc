package dev.waybill.cli.run;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import org.conscrypt.Conscrypt;

/// Puts AES-GCM of native code before that of the JDK, for TLS and SSH alike. The JDK's is fast only where the
/// optimising compiler has translated it, which the launcher leaves out: 25 MB/s a core without it, against more than
/// 1,000. All else stays the JDK's: certificates, handshakes, random numbers.
///
/// Nothing is loaded before the first key is set, since that AES-GCM can be had is asked for plain connections too. On
/// a machine that Conscrypt has no code for, the JDK's does the work.
final class NativeCiphers extends Provider {
    private static final long serialVersionUID = 1;

    private static final String NAME = "Waybill";
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    private NativeCiphers() {
        super(NAME, "1", "AES-GCM by native code");
        putService(new Gcm(this));
    }

    /// Makes it the one that is asked first in this process, once.
    static void prefer() {
        if (Security.getProvider(NAME) == null) {
            Security.insertProviderAt(new NativeCiphers(), 1);
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

    /// Looked for once.
    private static final class Found {
        static final Provider PROVIDER = find();

        private static Provider find() {
            if (Conscrypt.isAvailable()) {
                return Conscrypt.newProvider();
            }
            return Security.getProvider("SunJCE");
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
