package dev.waybill.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ContentHasherTest {
    /// The check values of the algorithms' own catalogues, of the digits 1 to 9.
    @ParameterizedTest
    @CsvSource({
        "CRC64NVME, ae8b14860a799888",
        "CRC32PAIR, cbf43926e3069283",
        "CRC32C, e3069283",
        "CRC32, cbf43926",
        "MD5, 25f9e794323b453885f5181f1b624d0b",
        "SHA1, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
        "SHA256, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"
    })
    void the_published_check_values_come_out(ChecksumAlgorithm algorithm, String hex) {
        var digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertThat(ContentHasher.hash(algorithm, digits)).isEqualTo(new Checksum(algorithm, hex));
    }

    @ParameterizedTest
    @EnumSource(ChecksumAlgorithm.class)
    void bytes_may_come_in_any_pieces(ChecksumAlgorithm algorithm) {
        var random = new Random(7);
        var bytes = new byte[10_007];
        random.nextBytes(bytes);
        var hasher = ContentHasher.of(algorithm);
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, random.nextInt(97));
            hasher.update(bytes, at, length);
            at += length;
        }
        assertThat(hasher.finish()).isEqualTo(ContentHasher.hash(algorithm, bytes));
    }

    @ParameterizedTest
    @EnumSource(names = {"CRC64NVME", "CRC32PAIR", "CRC32C", "CRC32"})
    void checksums_of_parts_combine_to_that_of_the_whole(ChecksumAlgorithm algorithm) {
        var random = new Random(11);
        for (int round = 0; round < 200; round++) {
            var bytes = new byte[random.nextInt(5_000)];
            random.nextBytes(bytes);
            int cut = random.nextInt(bytes.length + 1);
            var first = ContentHasher.hash(algorithm, Arrays.copyOf(bytes, cut));
            var second = ContentHasher.hash(algorithm, Arrays.copyOfRange(bytes, cut, bytes.length));
            assertThat(ContentHasher.combine(first, second, bytes.length - cut))
                    .isEqualTo(ContentHasher.hash(algorithm, bytes));
        }
    }

    @Test
    void a_digest_cannot_be_combined() {
        var digest = ContentHasher.hash(ChecksumAlgorithm.MD5, new byte[0]);
        assertThat(ContentHasher.isCombinable(ChecksumAlgorithm.MD5)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> ContentHasher.combine(digest, digest, 0));
    }

    @Test
    void a_checksum_keeps_its_form() {
        var crc = new Checksum(ChecksumAlgorithm.CRC32C, "e3069283");
        assertThat(Checksum.ofBase64(ChecksumAlgorithm.CRC32C, crc.toBase64()))
                .isEqualTo(crc)
                .hasToString("CRC32C:e3069283");
        assertThatIllegalArgumentException().isThrownBy(() -> new Checksum(ChecksumAlgorithm.CRC32C, "E3069283"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Checksum(ChecksumAlgorithm.CRC32C, "e30692"));
    }
}
