package dev.waybill.adapter.s3;

import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.StorageException.UploadNotFound;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import dev.waybill.port.spi.KeptMetadata;
import dev.waybill.port.spi.UploadRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/// One multipart upload. Any number of threads.
final class S3Upload implements UploadSession {
    private final S3Store store;
    private final S3Sender sender;
    private final S3Reads reads;
    private final UploadRequest request;
    private final UploadId id;
    private final Optional<ChecksumAlgorithm> algorithm;

    /// @param algorithm in which the store keeps the parts' checksums and that of the whole
    S3Upload(
            S3Store store,
            S3Sender sender,
            S3Reads reads,
            UploadRequest request,
            UploadId id,
            Optional<ChecksumAlgorithm> algorithm) {
        this.store = store;
        this.sender = sender;
        this.reads = reads;
        this.request = request;
        this.id = id;
        this.algorithm = algorithm;
    }

    @Override
    public ObjectKey key() {
        return request.key();
    }

    @Override
    public UploadId id() {
        return id;
    }

    /// Makes a request about this upload. Not every server says that it is the upload that is not there.
    private <T> T call(Supplier<T> action) {
        try {
            return callAsIs("none", action);
        } catch (ObjectNotFound e) {
            throw new UploadNotFound(store.id(), key(), e);
        }
    }

    private <T> T callAsIs(String condition, Supplier<T> action) {
        return callAsIs(key(), condition, action);
    }

    /// @param about the object that the condition is on
    private <T> T callAsIs(ObjectKey about, String condition, Supplier<T> action) {
        return store.call(Optional.of(about), condition, () -> {
            try {
                return action.get();
            } catch (AwsServiceException e) {
                if (S3Errors.code(e).equals("NoSuchUpload")) {
                    throw new UploadNotFound(store.id(), key(), e);
                }
                throw e;
            }
        });
    }

    /// @throws UploadNotFound if the upload is no more
    void requirePresent() {
        page(listParts().maxParts(1).build());
    }

    private ListPartsResponse page(ListPartsRequest list) {
        var page = call(() -> store.client().listParts(list));
        store.requireListing(page.isTruncated());
        return page;
    }

    private ListPartsRequest.Builder listParts() {
        return ListPartsRequest.builder()
                .bucket(store.bucket())
                .key(store.name(key()))
                .uploadId(id.value());
    }

    @Override
    public UploadedPart putPart(int number, ObjectSource source) {
        store.requireOpen();
        long length = UploadRules.requirePart(request, S3Limits.UPLOAD, number, source);
        var part = UploadPartRequest.builder()
                .bucket(store.bucket())
                .key(store.name(key()))
                .uploadId(id.value())
                .partNumber(number);
        var sent = sender.send(
                key(), source, length, algorithm, Optional.empty(), (headers, body) -> send(part, headers, body));
        var mismatch = sender.mismatch(key(), sent);
        if (mismatch.isPresent()) {
            takeBack(part, mismatch.get());
            throw mismatch.get();
        }
        return new UploadedPart(number, length, store.headers().etag(key(), sent.response()), sent.checksum());
    }

    private SdkHttpResponse send(UploadPartRequest.Builder part, Map<String, String> headers, RequestBody body) {
        var whole =
                part.overrideConfiguration(c -> headers.forEach(c::putHeader)).build();
        return call(() -> store.client().uploadPart(whole, body).sdkHttpResponse());
    }

    /// Puts nothing in the place of a part that arrived as another, so that whoever resumes the upload does not
    /// take it for sent: S3 removes no single part.
    private void takeBack(UploadPartRequest.Builder part, CorruptContent reason) {
        try {
            sender.sendBytes(new byte[0], 0, algorithm, Optional.empty(), (headers, body) -> send(part, headers, body));
        } catch (StorageException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public UploadedPart copyPart(int number, ObjectKey from, ByteRange.Span range, Etag version) {
        store.requireOpen();
        if (!store.profile().copiesPartsOfAVersion()) {
            throw new NotSupported(store.id(), Optional.of(key()), "copying parts of one version only");
        }
        UploadRules.requireCopy(request, S3Limits.UPLOAD, number, range);
        var copy = UploadPartCopyRequest.builder()
                .sourceBucket(store.bucket())
                .sourceKey(store.name(from))
                .copySourceIfMatch(version.toHeader())
                .copySourceRange("bytes=" + range.offset() + "-" + (range.end() - 1))
                .destinationBucket(store.bucket())
                .destinationKey(store.name(key()))
                .uploadId(id.value())
                .partNumber(number)
                .build();
        var result = callAsIs(from, "version " + version, () -> store.client().uploadPartCopy(copy))
                .copyPartResult();
        if (result == null) {
            throw new StoreFailure(store.id(), Optional.of(key()), "the server does not say what it copied", null);
        }
        return new UploadedPart(
                number,
                range.length(),
                store.headers().etag(key(), result.eTag()),
                algorithm.flatMap(a -> S3PartChecksums.of(result, a)));
    }

    @Override
    public List<UploadedPart> parts() {
        store.requireOpen();
        var parts = new ArrayList<UploadedPart>();
        int marker = 0;
        while (true) {
            var page = page(listParts().partNumberMarker(marker).build());
            page.parts().forEach(part -> parts.add(uploaded(part)));
            if (!page.isTruncated()) {
                return List.copyOf(parts);
            }
            @Nullable Integer next = page.nextPartNumberMarker();
            if (next == null || next <= marker) {
                throw new StoreFailure(
                        store.id(), Optional.of(key()), "the list of parts breaks off in the middle", null);
            }
            marker = next;
        }
    }

    private UploadedPart uploaded(Part part) {
        Optional<Checksum> checksum = algorithm.flatMap(a -> S3PartChecksums.of(part, a));
        return new UploadedPart(part.partNumber(), part.size(), store.headers().etag(key(), part.eTag()), checksum);
    }

    @Override
    public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
        store.requireOpen();
        UploadRules.requireWhole(request, whole);
        UploadRules.requireOrder(store.id(), request, parts);
        long size = parts.stream().mapToLong(UploadedPart::size).sum();
        var combined = UploadRules.combine(parts);
        if (whole.isPresent() && combined.isPresent() && !combined.equals(whole)) {
            throw new CorruptContent(
                    store.id(), key(), "expected " + whole.get() + ", the parts are " + combined.get(), null);
        }
        var complete = CompleteMultipartUploadRequest.builder()
                .bucket(store.bucket())
                .key(store.name(key()))
                .uploadId(id.value())
                .multipartUpload(m ->
                        m.parts(parts.stream().map(S3PartChecksums::completed).toList()));
        whole.or(() -> combined)
                .ifPresent(checksum -> complete.checksumType(ChecksumType.FULL_OBJECT)
                        .overrideConfiguration(
                                c -> c.putHeader(S3Checksums.header(checksum.algorithm()), checksum.toBase64())));
        switch (request.options().precondition()) {
            case Precondition.None none -> {}
            case Precondition.Absent absent -> complete.ifNoneMatch("*");
            case Precondition.Matches matches -> complete.ifMatch(matches.etag().toHeader());
        }
        return completed(size, whole.or(() -> combined), complete(complete.build()));
    }

    private CompleteMultipartUploadResponse complete(CompleteMultipartUploadRequest complete) {
        var precondition = request.options().precondition();
        try {
            return callAsIs(S3Store.words(precondition), () -> store.client().completeMultipartUpload(complete));
        } catch (ObjectNotFound e) {
            if (precondition instanceof Precondition.Matches) {
                throw new PreconditionFailed(store.id(), key(), S3Store.words(precondition), e);
            }
            throw new UploadNotFound(store.id(), key(), e);
        } catch (StoreUnavailable e) {
            if (store.profile().name() == S3Profile.Name.CEPH && e.reason() == Reason.OUTCOME_UNKNOWN) {
                requirePresentAfter(e);
            }
            throw e;
        }
    }

    /// Ceph 16 answers 500 ("completion is already in progress") where there is no upload.
    private void requirePresentAfter(StoreUnavailable e) {
        if (S3Errors.cause(e, AwsServiceException.class) != null) {
            requirePresent();
        }
    }

    private ObjectMetadata completed(long size, Optional<Checksum> whole, CompleteMultipartUploadResponse response) {
        var options = request.options();
        var metadata = new ObjectMetadata(
                key(),
                size,
                store.headers().modified(response.sdkHttpResponse()),
                Optional.of(etag(response)),
                Optional.empty(),
                whole.stream().toList(),
                Optional.of(options.contentType().orElse("application/octet-stream")),
                Optional.empty(),
                Optional.empty());
        return KeptMetadata.of(options).on(metadata);
    }

    /// The new object's etag; asked for where the answer does not have it, as on Ceph 16.
    private Etag etag(CompleteMultipartUploadResponse response) {
        return Optional.ofNullable(response.eTag())
                .flatMap(Etag::ofHeader)
                .orElseGet(() -> store.headers().etag(key(), reads.head(key(), Optional.empty(), Optional.empty())));
    }

    @Override
    public void abort() {
        store.requireOpen();
        try {
            call(() -> store.client()
                    .abortMultipartUpload(
                            b -> b.bucket(store.bucket()).key(store.name(key())).uploadId(id.value())));
        } catch (UploadNotFound e) {
            return;
        }
    }

    @Override
    public void close() {
        // The upload lives in the store; nothing of it is held here.
    }
}
