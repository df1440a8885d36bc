package dev.waybill.adapter.sqlite;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.sync.SyncRefused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import java.util.List;

/// A copy of a state file, to be read: SQLite cannot read a file that is or was in use without writing beside it.
/// Whatever reading does to the copy, the original stays as it is.
final class StateCopy implements AutoCloseable {
    private static final String LOG = "-wal";
    private static final int LOG_HEADER_BYTES = 32;
    private static final int ATTEMPTS = 100;

    private final Path folder;
    private final Path file;

    private StateCopy(Path folder) {
        this.folder = folder;
        this.file = folder.resolve("state.db");
    }

    /// Copies `original` and its log, as they are at one moment.
    ///
    /// @throws SyncRefused.StateUnusable if they cannot be read, or there is no room
    @MustBeClosed
    static StateCopy of(Path original) {
        try {
            var copy = new StateCopy(Files.createTempDirectory("waybill-state"));
            try {
                copy.take(original);
                return copy;
            } catch (IOException | RuntimeException e) {
                copy.close();
                throw e;
            }
        } catch (IOException e) {
            throw new SyncRefused.StateUnusable(
                    "the record of the last sync, " + original + ", cannot be copied to "
                            + System.getProperty("java.io.tmpdir") + " to be read: " + e,
                    e);
        }
    }

    Path file() {
        return file;
    }

    /// A run may move its log into the file while both are copied; then they are copied again.
    private void take(Path original) throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (isTakenAtOnce(original)) {
                return;
            }
        }
        throw new IOException("it changes all the time");
    }

    private boolean isTakenAtOnce(Path original) throws IOException {
        List<Object> before = stamp(original);
        Files.copy(original, file, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(log(file));
        try {
            Files.copy(log(original), log(file));
        } catch (NoSuchFileException e) {
            // There was none, or it has just gone into the file, whose stamp then is another.
        }
        return stamp(original).equals(before);
    }

    /// Changes with the file, and with each beginning of a log; not with what a log goes on with, of which any part is
    /// as good as all.
    private static List<Object> stamp(Path original) throws IOException {
        var attributes = Files.readAttributes(original, BasicFileAttributes.class);
        String header = "";
        try (InputStream bytes = Files.newInputStream(log(original))) {
            header = HexFormat.of().formatHex(bytes.readNBytes(LOG_HEADER_BYTES));
        } catch (NoSuchFileException e) {
            // No run is under way, and none was killed.
        }
        return List.of(attributes.lastModifiedTime(), attributes.size(), header);
    }

    private static Path log(Path database) {
        return Path.of(database + LOG);
    }

    @Override
    public void close() {
        try (var files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new SyncRefused.StateUnusable("the copy of the state in " + folder + " cannot be removed: " + e, e);
        }
    }
}
