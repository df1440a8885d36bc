package dev.waybill.domain.catalog.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// Records of versions in one folder, a file for each. Any number of threads and processes may use it: a record is
/// replaced whole.
///
/// @param folder where they are
record VersionRecords(Path folder) {
    private static final String UNFINISHED = ".unfinished-";

    private Path file(CachedVersion version) {
        return folder.resolve(version.fileName());
    }

    void write(VersionRecord record) throws IOException {
        Files.createDirectories(folder);
        Path unfinished = folder.resolve(UNFINISHED + UUID.randomUUID());
        try {
            try (FileChannel channel =
                    FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(record.text().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(
                    unfinished,
                    file(record.version()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    boolean has(CachedVersion version) {
        return Files.exists(file(version));
    }

    /// Whether there was one.
    boolean remove(CachedVersion version) throws IOException {
        return Files.deleteIfExists(file(version));
    }

    /// All of them.
    ///
    /// @param damaged told of files that hold none
    List<VersionRecord> all(Consumer<? super Path> damaged) throws IOException {
        var records = new ArrayList<VersionRecord>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (!file.getFileName().toString().startsWith(UNFINISHED)) {
                    read(file).ifPresentOrElse(records::add, () -> damaged.accept(file));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return records;
    }

    private static Optional<VersionRecord> read(Path file) throws IOException {
        try {
            return VersionRecord.parse(Files.readString(file));
        } catch (NoSuchFileException | CharacterCodingException damaged) {
            return Optional.empty();
        }
    }
}
