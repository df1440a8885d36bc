package dev.waybill.adapter.azure;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.StorageException.UploadNotFound;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.spi.UploadRules;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// Starts, finds and lists uploads in parts: blocks of the target's own blob that are not committed yet.
final class AzureUploads {
    /// In which algorithms the whole of an upload is verified.
    static final Set<ChecksumAlgorithm> CHECKSUMS = Set.of(ChecksumAlgorithm.CRC64NVME);

    private final AzureStore store;
    private final AzureBlocks blocks;
    private final AzureSender sender;
    private final AzureReads reads;
    private final AzureWrites writes;
    private final AzureListing listing;

    AzureUploads(
            AzureStore store,
            AzureBlocks blocks,
            AzureSender sender,
            AzureReads reads,
            AzureWrites writes,
            AzureListing listing) {
        this.store = store;
        this.blocks = blocks;
        this.sender = sender;
        this.reads = reads;
        this.writes = writes;
        this.listing = listing;
    }

    @MustBeClosed
    UploadSession open(UploadRequest request) {
        store.requireWritable(request.key());
        UploadRules.requirePartBytes(request, AzureLimits.UPLOAD);
        var wanted = request.checksum();
        if (wanted.isPresent() && !CHECKSUMS.contains(wanted.get())) {
            throw new NotSupported(
                    store.id(), Optional.of(request.key()), "verifying the whole of an upload by " + wanted.get());
        }
        return request.resume().isPresent() ? resume(request, request.resume().get()) : start(request);
    }

    @MustBeClosed
    private UploadSession start(UploadRequest request) {
        String upload = AzureBlocks.newUpload();
        blocks.mark(request.key(), AzureBlock.mark(upload, AzureBlock.Kind.STARTED));
        return session(request, upload, AzureParts.NONE);
    }

    @MustBeClosed
    private UploadSession resume(UploadRequest request, UploadId id) {
        var parts = AzureParts.of(id.value(), blocks.staged(request.key()))
                .orElseThrow(() -> new UploadNotFound(store.id(), request.key(), null));
        return session(request, id.value(), parts);
    }

    @MustBeClosed
    private UploadSession session(UploadRequest request, String upload, AzureParts parts) {
        return new AzureUpload(store, blocks, sender, reads, writes, request, upload, parts.nextAttempt());
    }

    /// The service lists blobs of which nothing is committed, and says of no other that blocks are staged for
    /// it: those are asked for one by one.
    @MustBeClosed
    Stream<UnfinishedUpload> list(KeyPrefix prefix) {
        return listing.pages(
                        store.keys().name(prefix),
                        "uncommittedblobs",
                        OptionalInt.empty(),
                        page -> page.blobs().stream()
                                .flatMap(blob -> store.keys().key(blob.textOf("Name")).stream())
                                .toList())
                .flatMap(key -> uploads(key).stream());
    }

    private List<UnfinishedUpload> uploads(ObjectKey key) {
        var staged = blocks.staged(key);
        var ids = new HashSet<String>();
        staged.forEach(one -> ids.add(one.block().upload()));
        return ids.stream()
                .filter(id -> AzureParts.of(id, staged).isPresent())
                .map(id -> new UnfinishedUpload(key, new UploadId(id), Optional.empty()))
                .toList();
    }
}
