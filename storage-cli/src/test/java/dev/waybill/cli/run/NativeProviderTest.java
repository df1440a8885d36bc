package dev.waybill.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeProviderTest {
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int TAG_BYTES = 16;
    private static final int WAYS = 5;

    private final Random random = new Random(1);

    @TempDir
    private Path folder;

    @BeforeEach
    void prefer() {
        NativeProvider.prefer(folder);
    }

    @Test
    void whoever_asks_for_aes_gcm_gets_the_native_one() throws Exception {
        NativeProvider.prefer(folder);

        assertThat(Cipher.getInstance(TRANSFORMATION).getProvider().getName()).isEqualTo("Waybill");
        assertThat(Security.getProviders())
                .filteredOn(provider -> provider.getName().equals("Waybill"))
                .hasSize(1);
        assertThat(NativeProvider.gcm().getProvider().getName())
                .isEqualTo(Conscrypt.isAvailable() ? "Conscrypt" : "SunJCE");
    }

    @Test
    void all_else_stays_the_jdks() throws Exception {
        assertThat(Cipher.getInstance("AES/CTR/NoPadding").getProvider().getName())
                .isEqualTo("SunJCE");
        assertThat(SSLContext.getDefault().getProvider().getName()).isEqualTo("SunJSSE");
    }

    @Test
    void it_writes_what_the_jdk_writes_and_reads_it() throws Exception {
        for (int round = 0; round < 200; round++) {
            byte[] key = bytes(round % 2 == 0 ? 16 : 32);
            byte[] iv = bytes(12);
            byte[] known = bytes(random.nextInt(40));
            byte[] plain = bytes(random.nextInt(70_000));

            byte[] sealed = whole(cipher("Waybill", Cipher.ENCRYPT_MODE, key, iv, known), plain, round % WAYS);

            assertThat(sealed).isEqualTo(whole(cipher("SunJCE", Cipher.ENCRYPT_MODE, key, iv, known), plain, 0));
            assertThat(whole(cipher("Waybill", Cipher.DECRYPT_MODE, key, iv, known), sealed, round % WAYS))
                    .isEqualTo(plain);
        }
    }

    @Test
    void a_changed_byte_is_found() throws Exception {
        byte[] key = bytes(32);
        byte[] iv = bytes(12);
        byte[] sealed =
                cipher("Waybill", Cipher.ENCRYPT_MODE, key, iv, new byte[0]).doFinal(bytes(1000));
        sealed[500] ^= 1;

        var reading = cipher("Waybill", Cipher.DECRYPT_MODE, key, iv, new byte[0]);

        assertThatThrownBy(() -> reading.doFinal(sealed)).isInstanceOf(AEADBadTagException.class);
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Cipher cipher(String provider, int mode, byte[] key, byte[] iv, byte[] known)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance(TRANSFORMATION, provider);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv));
        cipher.updateAAD(known);
        return cipher;
    }

    /// The ways in which SSH, TLS and others have it done.
    private static byte[] whole(Cipher cipher, byte[] bytes, int way) throws GeneralSecurityException {
        return switch (way) {
            case 0 -> cipher.doFinal(bytes);
            case 1 -> {
                byte[] inPlace = Arrays.copyOf(bytes, bytes.length + TAG_BYTES);
                yield Arrays.copyOf(inPlace, cipher.doFinal(inPlace, 0, bytes.length, inPlace, 0));
            }
            case 2 -> {
                var inPlace = ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length + TAG_BYTES));
                int count = cipher.doFinal(inPlace.duplicate().limit(bytes.length), inPlace);
                yield Arrays.copyOf(inPlace.array(), count);
            }
            case 3 -> {
                var outside = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
                var made = ByteBuffer.allocateDirect(bytes.length + TAG_BYTES);
                var all = new byte[cipher.doFinal(outside, made)];
                made.flip().get(all);
                yield all;
            }
            default -> {
                var all = new byte[bytes.length + TAG_BYTES];
                int half = bytes.length / 2;
                int count = cipher.update(bytes, 0, half, all, 0);
                yield Arrays.copyOf(all, count + cipher.doFinal(bytes, half, bytes.length - half, all, count));
            }
        };
    }
}
