package dev.waybill.adapter.fs;

import dev.waybill.port.CopyOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;

/// Copies a file by the operating system, which shares the blocks where the file system can.
final class FsCopy {
    private final FsReader reader;
    private final FsWriter writer;
    private final FsErrors errors;

    FsCopy(FsReader reader, FsWriter writer, FsErrors errors) {
        this.reader = reader;
        this.writer = writer;
        this.errors = errors;
    }

    ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        try {
            try (var opened = reader.open(from).orElseThrow(() -> errors.notFound(from))) {
                var facts = opened.facts();
                if (options.ifSourceMatch()
                        .filter(etag -> !etag.equals(facts.etag()))
                        .isPresent()) {
                    throw errors.precondition(
                            from, "version " + options.ifSourceMatch().get());
                }
                var modified = options.contentModified().or(() -> Optional.of(facts.modified()));
                return writer.write(
                        to, options.precondition(), modified, facts.size(), target -> copy(from, opened, target));
            }
        } catch (IOException e) {
            throw errors.of(from, e);
        }
    }

    private void copy(ObjectKey from, OpenFile opened, FileChannel target) throws IOException {
        try {
            transfer(opened.channel(), target, opened.facts().size());
        } catch (EOFException truncated) {
            throw changed(from, opened.facts());
        }
        if (opened.isChanged()) {
            throw changed(from, opened.facts());
        }
    }

    /// Copies the first `size` bytes.
    ///
    /// @throws EOFException if there are not so many
    static void transfer(FileChannel source, FileChannel target, long size) throws IOException {
        long done = 0;
        while (done < size) {
            long count = source.transferTo(done, size - done, target);
            if (count <= 0) {
                throw new EOFException(
                        "the file has " + source.size() + " bytes, where " + size + " were to be copied");
            }
            done += count;
        }
    }

    private StorageException changed(ObjectKey from, FileFacts opened) {
        return errors.precondition(from, "version " + opened.etag() + "; it was changed while it was copied");
    }
}
