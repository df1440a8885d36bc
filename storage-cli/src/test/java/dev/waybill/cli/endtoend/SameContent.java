package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// That large files hold what they should, compared by blocks: AssertJ asks for every byte by itself, which takes
/// seconds for tens of megabytes.
public final class SameContent {
    private SameContent() {}

    /// The file holds these bytes.
    public static void require(Path file, byte[] bytes) throws IOException {
        assertThat(Arrays.mismatch(Files.readAllBytes(file), bytes))
                .as("the first byte of %s that differs", file)
                .isEqualTo(-1);
    }

    /// The file holds the same as another.
    public static void require(Path file, Path other) throws IOException {
        assertThat(Files.mismatch(file, other))
                .as("the first byte of %s that differs", file)
                .isEqualTo(-1);
    }
}
