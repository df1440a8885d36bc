package dev.waybill.adapter.azure;

import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.UserMetadata;
import dev.waybill.port.spi.KeptMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Copies objects within the container, no bytes through this process.
///
/// The source's bytes become blocks of the target, each read by the service in the version that was asked
/// about first, and a commit shows them: Azure's own Copy Blob shows a target before its bytes are there.
final class AzureCopies {
    /// What of a source belongs to its bytes beside its type, and by which header it is written.
    private static final Map<String, String> KEPT_HEADERS = Map.of(
            "Cache-Control", "x-ms-blob-cache-control",
            "Content-Disposition", "x-ms-blob-content-disposition",
            "Content-Encoding", "x-ms-blob-content-encoding",
            "Content-Language", "x-ms-blob-content-language");

    private static final long BLOCK_BYTES = 128L << 20;

    private final AzureStore store;
    private final AzureReads reads;
    private final AzureWrites writes;
    private final AzureBlocks blocks;

    AzureCopies(AzureStore store, AzureReads reads, AzureWrites writes, AzureBlocks blocks) {
        this.store = store;
        this.reads = reads;
        this.writes = writes;
        this.blocks = blocks;
    }

    ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        store.requireWritable(to);
        var head = reads.head(from, options.ifSourceMatch(), Optional.empty());
        var source = reads.metadata(from, head);
        var kept = new KeptMetadata(
                options.userMetadata().or(source::userMetadata).orElse(UserMetadata.EMPTY),
                options.contentModified().or(source::contentModified),
                options.writeId());
        var target = new AzureWrites.Target(
                to, options.precondition(), options.contentType().or(source::contentType), kept, keptHeaders(head));
        return source.size() == 0 ? writes.putBytes(target, new byte[0], Optional.empty()) : copyBlocks(source, target);
    }

    private static Map<String, String> keptHeaders(AzureAnswer head) {
        var headers = new LinkedHashMap<String, String>();
        KEPT_HEADERS.forEach((name, header) -> head.header(name).ifPresent(value -> headers.put(header, value)));
        return headers;
    }

    private ObjectMetadata copyBlocks(ObjectMetadata source, AzureWrites.Target target) {
        var version = source.etag().orElseThrow();
        String upload = AzureBlocks.newUpload();
        var ids = new ArrayList<String>();
        long blockBytes = AzureLimits.UPLOAD.partBytesFor(source.size(), BLOCK_BYTES);
        Optional<Checksum> whole = Optional.empty();
        boolean told = true;
        for (long offset = 0; offset < source.size(); offset += blockBytes) {
            long length = Math.min(blockBytes, source.size() - offset);
            var block = AzureBlock.piece(upload, ids.size() + 1);
            var range = new ByteRange.Span(offset, length);
            var checksum = blocks.stageFrom(source.key(), version, range, target.key(), block);
            ids.add(block.id());
            told &= checksum.isPresent();
            whole = combine(whole, checksum, length);
        }
        var found = told ? whole : Optional.<Checksum>empty();
        requireSame(source, target.key(), found);
        var kept = source.checksum(ChecksumAlgorithm.CRC64NVME).or(() -> found);
        var answer = blocks.commit(target.withMd5(source.checksum(ChecksumAlgorithm.MD5)), ids, kept);
        var checksums = new ArrayList<Checksum>();
        kept.ifPresent(checksums::add);
        source.checksum(ChecksumAlgorithm.MD5).ifPresent(checksums::add);
        return writes.written(target, source.size(), answer, checksums);
    }

    private static Optional<Checksum> combine(Optional<Checksum> before, Optional<Checksum> next, long bytes) {
        return before.isEmpty() || next.isEmpty()
                ? next
                : Optional.of(ContentHasher.combine(before.get(), next.get(), bytes));
    }

    /// @throws CorruptContent if what the service took is something else than the source
    private void requireSame(ObjectMetadata source, ObjectKey to, Optional<Checksum> found) {
        var known = source.checksum(ChecksumAlgorithm.CRC64NVME);
        if (known.isPresent() && found.isPresent() && !known.equals(found)) {
            throw new CorruptContent(
                    store.id(),
                    to,
                    "the blocks to copy are " + found.get() + ", their source " + source.key() + " " + known.get(),
                    null);
        }
    }
}
