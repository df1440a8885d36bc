package dev.waybill.domain.transfer;

import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.WriteId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A transfer in parts that was begun and is not over, as the journal holds it.
///
/// @param route from where to where
/// @param fingerprint of the source's version and of all that the upload was begun with: with the same one it may be
///     gone on with
/// @param size of the object, in bytes
/// @param partBytes the length of every part but the last
/// @param checksum in which algorithm the target verifies the whole
/// @param writeId the token that the upload was begun with, if the target keeps one
/// @param begun when, before any byte was read
/// @param upload the target's name for it; empty while it is being opened, and for good if the process died then
/// @param parts what has been moved, by number
public record UnfinishedTransfer(
        TransferRoute route,
        String fingerprint,
        long size,
        long partBytes,
        Optional<ChecksumAlgorithm> checksum,
        Optional<WriteId> writeId,
        Instant begun,
        Optional<UploadId> upload,
        List<MovedPart> parts) {

    /// Copies the list.
    public UnfinishedTransfer {
        parts = List.copyOf(parts);
    }

    /// How many bytes have been moved.
    public long bytes() {
        return parts.stream().mapToLong(moved -> moved.part().size()).sum();
    }

    /// A request for the upload `id` of this transfer that is good for aborting it.
    UploadRequest toAbort(UploadId id) {
        ObjectKey to = route.to();
        return new UploadRequest(to, PutOptions.DEFAULT, partBytes, checksum, Optional.of(id));
    }
}
