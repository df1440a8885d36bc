package dev.waybill.domain.remote;

import dev.waybill.port.RemoteProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The programs that are run where the data lies, which are among this module's resources.
final class Programs {
    private static final Duration AT_LEAST = Duration.ofSeconds(60);
    private static final long SLOWEST_BYTES_PER_SECOND = 8L << 20;
    private static final int LINE_BYTES = 200;
    /// A key has at most 1024 bytes, each of which may take six characters in JSON.
    private static final int KEY_LINE_BYTES = 6 * 1024 + LINE_BYTES;

    private Programs() {}

    /// Hashes objects of so many bytes in all.
    static RemoteProgram checksums(int objects, long bytes) {
        var time = AT_LEAST.plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
        return new RemoteProgram("hashing files", text("checksums.py"), time, (objects + 1) * LINE_BYTES);
    }

    /// Removes at most so many objects below a folder.
    static RemoteProgram deletion(int most) {
        var time = AT_LEAST.multipliedBy(5);
        return new RemoteProgram("deleting a folder", text("delete.py"), time, (2 * most + 2) * KEY_LINE_BYTES);
    }

    private static String text(String name) {
        return resource("store.py") + resource(name);
    }

    private static String resource(String name) {
        try (InputStream in = Programs.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program " + name + " is not in this jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
