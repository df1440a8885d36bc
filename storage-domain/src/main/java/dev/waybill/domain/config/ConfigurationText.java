package dev.waybill.domain.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads the text of a configuration file, which is small and in UTF-8.
final class ConfigurationText {
    private static final int MAX_BYTES = 1 << 20;

    private final ProblemList problems;

    ConfigurationText(ProblemList problems) {
        this.problems = problems;
    }

    /// The text of `file`, or empty if it cannot be had, which is noted.
    Optional<String> of(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                problems.note(Place.NONE, "larger than 1 MiB: this is not a configuration");
                return Optional.empty();
            }
            return decode(bytes);
        } catch (AccessDeniedException e) {
            problems.note(Place.NONE, "cannot be read: permission denied");
        } catch (IOException e) {
            problems.note(Place.NONE, "cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    private Optional<String> decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            problems.note(Place.behind(text), "not UTF-8 text");
            return Optional.empty();
        }
        return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }
}
