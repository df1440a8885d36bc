package dev.waybill.adapter.s3;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.spi.KeptMetadata;
import dev.waybill.port.spi.Pages;
import dev.waybill.port.spi.UploadRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;

/// Starts, finds and lists uploads in parts.
final class S3Uploads {
    private final S3Store store;
    private final S3Sender sender;
    private final S3Reads reads;

    S3Uploads(S3Store store, S3Sender sender, S3Reads reads) {
        this.store = store;
        this.sender = sender;
        this.reads = reads;
    }

    /// In which algorithms the whole of an upload is verified: those whose parts' checksums combine, since S3
    /// verifies no other of a whole.
    static Set<ChecksumAlgorithm> algorithms(S3Profile profile) {
        return switch (profile.checksum()) {
            case CRC64NVME -> Set.of(ChecksumAlgorithm.CRC64NVME, ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.CRC32);
            case CRC32C -> Set.of(ChecksumAlgorithm.CRC32C);
            case MD5, NONE -> Set.of();
        };
    }

    @MustBeClosed
    UploadSession open(UploadRequest request) {
        var key = request.key();
        store.requireComplete(key, request.options().precondition(), Capability.CONDITIONAL_COMPLETE);
        UploadRules.requirePartBytes(request, S3Limits.UPLOAD);
        var algorithm = algorithm(request);
        if (request.resume().isPresent()) {
            var session =
                    new S3Upload(store, sender, reads, request, request.resume().get(), algorithm);
            session.requirePresent();
            return session;
        }
        return new S3Upload(store, sender, reads, request, start(request, algorithm), algorithm);
    }

    private Optional<ChecksumAlgorithm> algorithm(UploadRequest request) {
        var wanted = request.checksum();
        if (wanted.isPresent() && !algorithms(store.profile()).contains(wanted.get())) {
            throw new NotSupported(
                    store.id(), Optional.of(request.key()), "verifying the whole of an upload by " + wanted.get());
        }
        return wanted.or(() -> store.profile().checksum().kept());
    }

    private UploadId start(UploadRequest request, Optional<ChecksumAlgorithm> algorithm) {
        var options = request.options();
        var entries = KeptMetadata.of(options);
        return start(request.key(), entries, options.contentType(), algorithm, Map.of());
    }

    /// Starts an upload.
    ///
    /// @param headers further ones of the object
    UploadId start(
            ObjectKey key,
            KeptMetadata entries,
            Optional<String> contentType,
            Optional<ChecksumAlgorithm> algorithm,
            Map<String, String> headers) {
        var request = CreateMultipartUploadRequest.builder()
                .bucket(store.bucket())
                .key(store.name(key))
                .metadata(entries.toEntries())
                .contentType(contentType.orElse("application/octet-stream"))
                .overrideConfiguration(c -> headers.forEach(c::putHeader));
        algorithm.ifPresent(a -> request.checksumAlgorithm(a.name()).checksumType(ChecksumType.FULL_OBJECT));
        @Nullable
        String id = store.call(
                key, () -> store.client().createMultipartUpload(request.build()).uploadId());
        if (id == null) {
            throw new StoreFailure(store.id(), Optional.of(key), "the server names no upload", null);
        }
        return new UploadId(id);
    }

    @MustBeClosed
    Stream<UnfinishedUpload> list(KeyPrefix prefix) {
        return Pages.stream((Optional<ListMultipartUploadsResponse> last) -> {
            if (last.isPresent() && !Boolean.TRUE.equals(last.get().isTruncated())) {
                return Optional.empty();
            }
            // Not encoded: Ceph encodes the keys then and does not say so.
            var request = ListMultipartUploadsRequest.builder()
                    .bucket(store.bucket())
                    .prefix(store.keys().name(prefix));
            if (last.isPresent()) {
                requireProgress(last.get());
                request.keyMarker(last.get().nextKeyMarker())
                        .uploadIdMarker(last.get().nextUploadIdMarker());
            }
            var page = store.call(() -> store.client().listMultipartUploads(request.build()));
            store.requireListing(page.isTruncated());
            return Optional.of(new Pages.Page<>(page, uploads(page)));
        });
    }

    private void requireProgress(ListMultipartUploadsResponse last) {
        boolean still = java.util.Objects.equals(last.nextKeyMarker(), last.keyMarker())
                && java.util.Objects.equals(last.nextUploadIdMarker(), last.uploadIdMarker());
        if (last.nextKeyMarker() == null || still) {
            throw new StoreFailure(store.id(), Optional.empty(), "the list of uploads breaks off in the middle", null);
        }
    }

    private List<UnfinishedUpload> uploads(ListMultipartUploadsResponse page) {
        var uploads = new ArrayList<UnfinishedUpload>();
        page.uploads()
                .forEach(upload -> store.keys()
                        .key(upload.key())
                        .ifPresent(key -> uploads.add(new UnfinishedUpload(
                                key, new UploadId(upload.uploadId()), Optional.ofNullable(upload.initiated())))));
        return uploads;
    }
}
