package dev.waybill.adapter.sftp;

import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What an unfinished upload was begun with, as its file `upload` on the server says.
///
/// @param key where its object will be
/// @param partBytes the length of every part but the last
/// @param checksum in which algorithm the whole will be verified
/// @param started when it was begun
record UploadNote(ObjectKey key, long partBytes, Optional<ChecksumAlgorithm> checksum, Instant started) {
    private static final String FIRST_LINE = "waybill sftp upload 1";
    private static final int LINES = 5;

    String text() {
        return String.join(
                "\n",
                FIRST_LINE,
                started.toString(),
                Long.toString(partBytes),
                checksum.map(Enum::name).orElse(""),
                key.value());
    }

    /// Reads a note, or nothing if it is none.
    static Optional<UploadNote> parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() != LINES || !lines.getFirst().equals(FIRST_LINE)) {
            return Optional.empty();
        }
        try {
            Optional<ChecksumAlgorithm> checksum =
                    lines.get(3).isEmpty() ? Optional.empty() : Optional.of(ChecksumAlgorithm.valueOf(lines.get(3)));
            return ObjectKey.parse(lines.get(4))
                    .map(key ->
                            new UploadNote(key, Long.parseLong(lines.get(2)), checksum, Instant.parse(lines.get(1))));
        } catch (IllegalArgumentException | DateTimeException damaged) {
            return Optional.empty();
        }
    }

    UnfinishedUpload upload(UploadId id) {
        return new UnfinishedUpload(key, id, Optional.of(started), OptionalLong.of(partBytes), checksum);
    }

    /// Whether the upload may be gone on with by `request`.
    boolean fits(UploadRequest request) {
        return partBytes == request.partBytes() && checksum.equals(request.checksum());
    }
}
