package dev.waybill.adapter.s3;

import dev.waybill.port.ByteRange;
import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadedPart;
import dev.waybill.port.UserMetadata;
import dev.waybill.port.spi.KeptMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;
import software.amazon.awssdk.services.s3.model.MetadataDirective;

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
            KeptMetadata entries,
            Optional<String> contentType,
            Map<String, String> headers) {}

    ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        store.name(to);
        store.requireComplete(to, options.precondition(), Capability.CONDITIONAL_COPY);
        var head = reads.head(from, options.ifSourceMatch(), Optional.empty());
        var source = store.headers().metadata(from, reads.length(from, head), head);
        var etag = store.headers().etag(from, head);
        var entries = new KeptMetadata(
                options.userMetadata().or(source::userMetadata).orElse(UserMetadata.EMPTY),
                options.contentModified().or(source::contentModified),
                options.writeId());
        var plan = new Plan(
                from, to, source, etag, entries, options.contentType().or(source::contentType), keptHeaders(head));
        boolean conditional = !options.precondition().equals(Precondition.NONE);
        if (conditional && source.size() == 0) {
            return writes.putEmpty(to, options.precondition(), plan.contentType(), plan.entries());
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

    private ObjectMetadata copyWhole(Plan plan, boolean asItIs) {
        var request = CopyObjectRequest.builder()
                .sourceBucket(store.bucket())
                .sourceKey(store.name(plan.from()))
                .copySourceIfMatch(plan.etag().toHeader())
                .destinationBucket(store.bucket())
                .destinationKey(store.name(plan.to()))
                .metadataDirective(asItIs ? MetadataDirective.COPY : MetadataDirective.REPLACE);
        if (!asItIs) {
            var entries = plan.entries().toEntries();
            plan.source().checksums().stream()
                    .filter(c -> store.profile().keepsChecksumAsMetadata())
                    .filter(c -> c.algorithm() == ChecksumAlgorithm.CRC64NVME)
                    .findFirst()
                    .ifPresent(c -> S3Checksums.keep(entries, c.hex()));
            request.metadata(entries).overrideConfiguration(c -> plan.headers().forEach(c::putHeader));
            plan.contentType().ifPresent(request::contentType);
        }
        var response = sourceOf(plan, () -> store.client().copyObject(request.build()));
        Optional<CopyObjectResult> result = Optional.ofNullable(response.copyObjectResult());
        Optional<Etag> told = result.map(CopyObjectResult::eTag)
                .flatMap(etag -> Optional.ofNullable(etag).flatMap(Etag::ofHeader));
        Optional<ObjectMetadata> found = reads.stat(plan.to());
        var etag = told.or(() -> found.flatMap(ObjectMetadata::etag))
                .orElseThrow(() -> new StoreFailure(
                        store.id(), Optional.of(plan.to()), "the server says nothing of its copy", null));
        found.filter(copy -> copy.etag().equals(Optional.of(etag))).ifPresent(copy -> requireSame(plan, copy));
        var modified = result.map(CopyObjectResult::lastModified)
                .orElseGet(() -> store.headers().modified(response.sdkHttpResponse()));
        return copied(plan, etag, modified);
    }

    /// @throws CorruptContent if the copy shows that it is of something else than the source
    private void requireSame(Plan plan, ObjectMetadata copy) {
        var source = plan.source();
        boolean differs = copy.checksums().stream()
                .anyMatch(
                        c -> source.checksums().stream().anyMatch(s -> s.algorithm() == c.algorithm() && !s.equals(c)));
        if (copy.size() != source.size() || differs) {
            throw new CorruptContent(
                    store.id(),
                    plan.to(),
                    "the copy has " + copy.size() + " bytes " + copy.checksums() + ", its source " + plan.from() + " "
                            + source.size() + " bytes " + source.checksums(),
                    null);
        }
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
        // What lies beside the bytes is set at the start; it may be what no PutOptions takes.
        var request = UploadRequest.start(plan.to(), PutOptions.DEFAULT.withPrecondition(precondition), partBytes);
        var id = uploads.start(plan.to(), plan.entries(), plan.contentType(), Optional.empty(), plan.headers());
        try (var session = new S3Upload(store, sender, reads, request, id, Optional.empty())) {
            try {
                var parts = new ArrayList<UploadedPart>();
                for (long offset = 0; offset < size; offset += partBytes) {
                    var range = new ByteRange.Span(offset, Math.min(partBytes, size - offset));
                    parts.add(session.copyPart(parts.size() + 1, plan.from(), range, plan.etag()));
                }
                requireUnchanged(plan);
                var metadata = session.complete(parts, Optional.empty());
                return copied(plan, metadata.etag().orElseThrow(), metadata.modified());
            } catch (RuntimeException e) {
                S3PartPuts.abandon(session, e);
                throw e;
            }
        }
    }

    /// Makes sure that all parts are of one version, on servers too that ignore the condition on each.
    ///
    /// @throws PreconditionFailed if the source is another now
    private void requireUnchanged(Plan plan) {
        reads.head(plan.from(), Optional.of(plan.etag()), Optional.empty());
    }
}
