package dev.waybill.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Random;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeDigestTest {
    private static final int ROUNDS = 100;

    private final Random random = new Random(1);

    @TempDir
    private Path folder;

    @BeforeEach
    void prefer() {
        NativeProvider.prefer(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA-1", "SHA-256"})
    void whoever_asks_for_a_digest_gets_it_and_what_is_long_is_native(String algorithm) throws Exception {
        var digest = MessageDigest.getInstance(algorithm);

        assertThat(digest.getProvider().getName()).isEqualTo("Waybill");
        assertThat(digest.getDigestLength()).isEqualTo(jdk(algorithm).getDigestLength());
        assertThat(NativeProvider.digest(algorithm).getProvider().getName())
                .isEqualTo(Conscrypt.isAvailable() ? "Conscrypt" : "SUN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA-1", "SHA-256"})
    void it_says_what_the_jdk_says_however_the_bytes_come(String algorithm) throws Exception {
        var digest = MessageDigest.getInstance(algorithm);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = bytes(round % 2 == 0 ? 3 * NativeDigest.SHORT_BYTES : 2_000);
            update(digest, bytes);

            assertThat(digest.digest()).isEqualTo(jdk(algorithm).digest(bytes));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, NativeDigest.SHORT_BYTES - 1, NativeDigest.SHORT_BYTES, NativeDigest.SHORT_BYTES + 1})
    void at_its_bounds_it_says_what_the_jdk_says(int length) throws Exception {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        var digest = MessageDigest.getInstance("SHA-256");
        for (byte each : bytes) {
            digest.update(each);
        }
        var answer = new byte[40];

        assertThat(digest.digest(answer, 4, 36)).isEqualTo(32);
        assertThat(answer).containsSequence(jdk("SHA-256").digest(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 2 * NativeDigest.SHORT_BYTES})
    void a_copy_goes_on_by_itself_and_a_reset_forgets(int length) throws Exception {
        byte[] first = bytes(length);
        byte[] rest = bytes(length);
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update(first);
        var copy = (MessageDigest) digest.clone();
        digest.update(rest);
        var both = jdk("SHA-256");
        both.update(first);
        both.update(rest);

        assertThat(digest.digest()).isEqualTo(both.digest());
        assertThat(copy.digest()).isEqualTo(jdk("SHA-256").digest(first));

        copy.update(first);
        copy.reset();
        assertThat(copy.digest(rest)).isEqualTo(jdk("SHA-256").digest(rest));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31})
    void too_little_room_for_the_answer_is_refused(int length) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");

        assertThatThrownBy(() -> digest.digest(new byte[40], 0, length)).isInstanceOf(DigestException.class);
    }

    private static MessageDigest jdk(String algorithm) throws Exception {
        return MessageDigest.getInstance(algorithm, "SUN");
    }

    private byte[] bytes(int most) {
        var bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    /// In pieces, each in one of the ways that there are.
    private void update(MessageDigest digest, byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(20_000));
            switch (random.nextInt(3)) {
                case 0 -> digest.update(bytes, at, length);
                case 1 -> digest.update(ByteBuffer.wrap(bytes, at, length));
                default ->
                    digest.update(ByteBuffer.allocateDirect(length)
                            .put(bytes, at, length)
                            .flip());
            }
            at += length;
        }
    }
}
