package dev.waybill.adapter.s3;

import dev.waybill.port.Capability;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadedPart;
import dev.waybill.port.UserMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/// Copies objects within the bucket, no bytes through this process.
///
/// The source is asked about first: its length decides how it is copied, and its etag makes sure that what
/// is copied is what was asked about. CopyObject honours no condition on its target on any store, so a
/// conditional copy is an upload in parts, whose completion does.
final class S3Copies {
    /// What of a source belongs to its bytes, and is lost when metadata is replaced unless it is sent again.
    private static final List<String> KEPT_HEADERS =
            List.of("Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Expires");

    private static final long PART_BYTES = 512L << 20;

    private final S3Store store;
    private final S3Reads reads;
    private final S3Writes writes;
    private final S3Uploads uploads;
    private final S3Sender sender;

    S3Copies(S3Store store, S3Reads reads, S3Writes writes, S3Uploads uploads, S3Sender sender) {
        this.store = store;
        this.reads = reads;
        this.writes = writes;
        this.uploads = uploads;
        this.sender = sender;
    }

    /// The source, and what the copy will have beside its bytes.
    private record Plan(
            ObjectKey from,
            ObjectKey to,
            ObjectMetadata source,
            Etag etag,
            S3Metadata.Entries entries,
            Optional<String> contentType,
            Map<String, String> headers) {}

    ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        store.name(to);
        store.requireComplete(to, options.precondition(), Capability.CONDITIONAL_COPY);
        var head = reads.head(from, options.ifSourceMatch(), Optional.empty());
        var source = store.metadata(from, reads.length(from, head), head);
        var etag = store.etag(from, head);
        var entries = new S3Metadata.Entries(
                options.userMetadata().or(source::userMetadata).orElse(UserMetadata.EMPTY),
                options.contentModified().or(source::contentModified),
                options.writeId());
        var plan = new Plan(
                from, to, source, etag, entries, options.contentType().or(source::contentType), keptHeaders(head));
        boolean conditional = !options.precondition().equals(Precondition.NONE);
        if (conditional && source.size() == 0) {
            return writes.putEmpty(to, putOptions(plan, options.precondition()));
        }
        if (conditional || source.size() > S3Limits.MAX_PUT_BYTES) {
            return copyParts(plan, options.precondition());
        }
        boolean asItIs = options.keepsAll()
                && options.writeId().isEmpty()
                && source.writeId().isEmpty()
                && !from.equals(to);
        return copyWhole(plan, asItIs);
    }

    private static Map<String, String> keptHeaders(SdkHttpResponse head) {
        var headers = new LinkedHashMap<String, String>();
        KEPT_HEADERS.forEach(name -> head.firstMatchingHeader(name).ifPresent(value -> headers.put(name, value)));
        return headers;
    }

    private static PutOptions putOptions(Plan plan, Precondition precondition) {
        return new PutOptions(
                precondition,
                plan.contentType(),
                plan.entries().user(),
                plan.entries().contentModified(),
                Optional.empty(),
                plan.entries().writeId());
    }

    private ObjectMetadata copyWhole(Plan plan, boolean asItIs) {
        var request = CopyObjectRequest.builder()
                .sourceBucket(store.bucket())
                .sourceKey(store.name(plan.from()))
                .copySourceIfMatch(plan.etag().toHeader())
                .destinationBucket(store.bucket())
                .destinationKey(store.name(plan.to()))
                .metadataDirective(asItIs ? MetadataDirective.COPY : MetadataDirective.REPLACE);
        if (!asItIs) {
            var entries = plan.entries().toHeaders();
            plan.source().checksums().stream()
                    .filter(c -> store.profile().keepsChecksumAsMetadata())
                    .findFirst()
                    .ifPresent(c -> S3Metadata.putChecksum(entries, c.hex()));
            request.metadata(entries).overrideConfiguration(c -> plan.headers().forEach(c::putHeader));
            plan.contentType().ifPresent(request::contentType);
        }
        var response = sourceOf(plan, () -> store.client().copyObject(request.build()));
        var result = response.copyObjectResult();
        var modified =
                result.lastModified() == null ? store.modified(response.sdkHttpResponse()) : result.lastModified();
        return copied(plan, store.etag(plan.to(), result.eTag()), modified);
    }

    /// Makes a request whose condition is on the source.
    private <T> T sourceOf(Plan plan, java.util.function.Supplier<T> request) {
        return store.call(Optional.of(plan.from()), "version " + plan.etag(), request);
    }

    private ObjectMetadata copied(Plan plan, Etag etag, java.time.Instant modified) {
        var metadata = new ObjectMetadata(
                plan.to(),
                plan.source().size(),
                modified,
                Optional.of(etag),
                Optional.empty(),
                plan.source().checksums(),
                plan.contentType(),
                Optional.empty(),
                Optional.empty());
        return plan.entries().on(metadata);
    }

    private ObjectMetadata copyParts(Plan plan, Precondition precondition) {
        long size = plan.source().size();
        long partBytes =
                S3Limits.UPLOAD.partBytesFor(size, Math.clamp(size, S3Limits.UPLOAD.minPartBytes(), PART_BYTES));
        var id = uploads.start(plan.to(), plan.entries(), plan.contentType(), Optional.empty(), plan.headers());
        var request = UploadRequest.start(plan.to(), putOptions(plan, precondition), partBytes);
        try (var session = new S3Upload(store, sender, reads, request, id, Optional.empty())) {
            try {
                var parts = new ArrayList<UploadedPart>();
                for (long offset = 0; offset < size; offset += partBytes) {
                    parts.add(copyPart(plan, id, parts.size() + 1, offset, Math.min(partBytes, size - offset)));
                }
                var metadata = session.complete(parts, Optional.empty());
                return copied(plan, metadata.etag().orElseThrow(), metadata.modified());
            } catch (StorageException e) {
                S3Writes.abandon(session, e);
                throw e;
            }
        }
    }

    private UploadedPart copyPart(Plan plan, UploadId id, int number, long offset, long length) {
        var request = UploadPartCopyRequest.builder()
                .sourceBucket(store.bucket())
                .sourceKey(store.name(plan.from()))
                .copySourceIfMatch(plan.etag().toHeader())
                .copySourceRange("bytes=" + offset + "-" + (offset + length - 1))
                .destinationBucket(store.bucket())
                .destinationKey(store.name(plan.to()))
                .uploadId(id.value())
                .partNumber(number);
        var result = sourceOf(plan, () -> store.client().uploadPartCopy(request.build()))
                .copyPartResult();
        if (result == null) {
            throw new StoreFailure(store.id(), Optional.of(plan.to()), "the server does not say what it copied", null);
        }
        return new UploadedPart(number, length, store.etag(plan.to(), result.eTag()), Optional.empty());
    }
}
