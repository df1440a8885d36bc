package dev.waybill.domain.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever stands in the file, it is read, or refused with problems that have a message.
class ConfigurationMutationTest {
    private static final int MUTANTS = 700;
    private static final String[] FRAGMENTS = {
        "${",
        "}",
        "${env:",
        "${file:",
        "*a",
        "&a ",
        "? ",
        "- ",
        ": ",
        "\n\t",
        "\0",
        "---\n",
        "[",
        "{",
        "'",
        "\"",
        "!!x ",
        "| ",
        "%",
        "@",
        "<<: ",
        "\uFEFF",
        "\uD83D\uDE00",
        "remotes",
        "provider: ",
        "memory",
        "\n  ",
        "0x",
        "~",
        "..."
    };
    private static final String VALID = """
            storage: ./storage
            remote: prod
            remotes:
              prod: { provider: memory, bucket: team, prefix: a/b, token: "${env:TOKEN}" }
              dev:
                provider: memory
                bucket: b
                endpoint: "http://127.0.0.1:9000"
                timeout: 30s
                partSize: 8 MiB
            sync:
              include: ["*.csv"]
              links: skip
              compare: auto
              transfers: 8
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void a_mutated_file_is_read_or_refused_with_problems(long seed) throws IOException {
        var random = new Random(seed);
        var fixture = new ConfigurationFixture(folder);
        fixture.environment.put("TOKEN", "s3cret");
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutant(random);
            Files.write(folder.resolve("waybill.yaml"), mutant);
            try {
                assertThat(fixture.read().toString()).doesNotContain("s3cret");
            } catch (ConfigurationException e) {
                refused++;
                assertThat(e.problems())
                        .as("of <%s>", new String(mutant, UTF_8))
                        .isNotEmpty()
                        .allMatch(problem -> !problem.message().isBlank());
                assertThat(e.getMessage()).doesNotContain("s3cret");
            }
        }
        assertThat(refused).isBetween(MUTANTS / 10, MUTANTS);
    }

    private static byte[] mutant(Random random) {
        byte[] bytes = VALID.getBytes(UTF_8);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            bytes = changed(bytes, random);
        }
        return bytes;
    }

    private static byte[] changed(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + random.nextInt(12));
        byte[] put = switch (random.nextInt(3)) {
            case 0 -> new byte[0];
            case 1 -> FRAGMENTS[random.nextInt(FRAGMENTS.length)].getBytes(UTF_8);
            default -> {
                byte[] noise = new byte[1 + random.nextInt(3)];
                random.nextBytes(noise);
                yield noise;
            }
        };
        byte[] result = Arrays.copyOf(bytes, at + put.length + bytes.length - end);
        System.arraycopy(put, 0, result, at, put.length);
        System.arraycopy(bytes, end, result, at + put.length, bytes.length - end);
        return result.length == 0 ? new byte[] {'#'} : result;
    }
}
