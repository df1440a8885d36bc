package dev.waybill.adapter.fs;

import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// What an unfinished upload was started with, as kept in its file `upload`: four lines of text.
///
/// @param key where its object will be
/// @param partBytes the length of every part but the last
/// @param checksum in which algorithm the whole will be verified
/// @param started when
record UploadManifest(ObjectKey key, long partBytes, Optional<ChecksumAlgorithm> checksum, Instant started) {
    private static final String HEADER = "waybill upload 1";
    private static final String NO_CHECKSUM = "none";

    static UploadManifest of(UploadRequest request, Instant started) {
        return new UploadManifest(request.key(), request.partBytes(), request.checksum(), started);
    }

    UnfinishedUpload toUpload(UploadId id) {
        return new UnfinishedUpload(key, id, Optional.of(started), OptionalLong.of(partBytes), checksum);
    }

    String toText() {
        String algorithm = checksum.map(ChecksumAlgorithm::name).orElse(NO_CHECKSUM);
        return String.join("\n", HEADER, key.value(), partBytes + " " + algorithm, started.toString(), "");
    }

    /// What `text` says, or empty if it is not of this form.
    static Optional<UploadManifest> parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != 5 || !lines[0].equals(HEADER)) {
            return Optional.empty();
        }
        try {
            String[] form = lines[2].split(" ", 2);
            var algorithm = form[1].equals(NO_CHECKSUM)
                    ? Optional.<ChecksumAlgorithm>empty()
                    : Optional.of(ChecksumAlgorithm.valueOf(form[1]));
            return Optional.of(new UploadManifest(
                    ObjectKey.of(lines[1]), Long.parseLong(form[0]), algorithm, Instant.parse(lines[3])));
        } catch (RuntimeException malformed) {
            return Optional.empty();
        }
    }
}
