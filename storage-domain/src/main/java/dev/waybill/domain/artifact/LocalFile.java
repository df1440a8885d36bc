package dev.waybill.domain.artifact;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ObjectSource;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.OptionalLong;

/// A file of this machine as something to be written elsewhere.
record LocalFile(Path file, long size) implements ObjectSource {
    @Override
    public OptionalLong length() {
        return OptionalLong.of(size);
    }

    /// A stream that tells its channel, so that a folder can let the operating system copy.
    @Override
    @MustBeClosed
    public InputStream open() throws IOException {
        return new FileInputStream(file.toFile());
    }
}
