package dev.waybill.cli.command;

import dev.waybill.cli.address.Location;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import dev.waybill.port.ByteRange;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/// The bytes of an object on their way to standard output.
final class Contents {
    private static final int BUFFER_BYTES = 128 << 10;

    private Contents() {}

    /// Writes `range` of the object to `out`.
    static void write(Location location, ByteRange range, PrintStream out) {
        try (ObjectContent content = location.store().get(location.key(), GetOptions.of(range))) {
            InputStream bytes = content.stream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
                out.write(buffer, 0, count);
                if (out.checkError()) {
                    throw new CommandFailure(Failure.of(
                            ExitCode.INCOMPLETE, "standard output was closed before the end of " + location));
                }
            }
        } catch (IOException e) {
            if (e.getCause() instanceof StorageException cause) {
                throw cause;
            }
            throw new UncheckedIOException(e);
        }
    }
}
