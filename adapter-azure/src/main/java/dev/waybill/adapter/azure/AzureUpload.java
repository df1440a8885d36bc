package dev.waybill.adapter.azure;

import dev.waybill.adapter.azure.AzureBlock.Kind;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.UploadNotFound;
import dev.waybill.port.StorageException.UploadPartsRejected;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import dev.waybill.port.spi.SourceBody;
import dev.waybill.port.spi.UploadRules;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// One upload in parts. Any number of threads.
///
/// The service knows blocks and no uploads, so that all there is to know of one lies in the ids of its blocks:
/// see [AzureBlock].
final class AzureUpload implements UploadSession {
    private final AzureStore store;
    private final AzureBlocks blocks;
    private final AzureSender sender;
    private final AzureReads reads;
    private final AzureWrites writes;
    private final UploadRequest request;
    private final String upload;
    private final AtomicInteger attempts;
    private final AtomicBoolean ended = new AtomicBoolean();

    /// @param nextAttempt a number higher than that of every try to put a part so far
    AzureUpload(
            AzureStore store,
            AzureBlocks blocks,
            AzureSender sender,
            AzureReads reads,
            AzureWrites writes,
            UploadRequest request,
            String upload,
            int nextAttempt) {
        this.store = store;
        this.blocks = blocks;
        this.sender = sender;
        this.reads = reads;
        this.writes = writes;
        this.request = request;
        this.upload = upload;
        this.attempts = new AtomicInteger(nextAttempt);
    }

    @Override
    public ObjectKey key() {
        return request.key();
    }

    @Override
    public UploadId id() {
        return new UploadId(upload);
    }

    @Override
    public UploadedPart putPart(int number, ObjectSource source) {
        store.requireOpen();
        long length = UploadRules.requirePart(request, AzureLimits.UPLOAD, number, source);
        if (ended.get()) {
            throw notFound();
        }
        return length <= AzureSender.BUFFERED_BYTES
                ? putBytes(number, source, (int) length)
                : stream(number, source, length);
    }

    private AzureBlock block(int number, Kind kind, long size, long crc64) {
        int attempt = attempts.getAndIncrement();
        int nonce = ThreadLocalRandom.current().nextInt();
        return new AzureBlock(upload, kind, number, attempt, nonce, size, crc64);
    }

    private UploadedPart putBytes(int number, ObjectSource source, int length) {
        byte[] bytes = SourceBody.readAll(store.id(), key(), source, length);
        long crc64 = AzureBlock.number(ContentHasher.hash(ChecksumAlgorithm.CRC64NVME, bytes));
        var block = block(number, length == 0 ? Kind.EMPTY : Kind.PART, length, crc64);
        if (length == 0) {
            blocks.mark(key(), block);
        } else {
            blocks.stage(key(), block, AzureSender.Body.of(bytes));
        }
        return new AzureParts.Part(block, crc64).toUploadedPart();
    }

    /// Sends a part whose checksum is known behind its last byte only. Not before the service has said that it
    /// has what was sent, a receipt makes it count: a part of this process or of one that died before may lie
    /// there wrong, and would otherwise be taken for sent by whoever resumes the upload.
    private UploadedPart stream(int number, ObjectSource source, long length) {
        var block = block(number, Kind.UNVERIFIED, length, 0);
        var sent = sender.send(key(), source, length, Optional.empty(), body -> blocks.stage(key(), block, body));
        if (sent.mismatch().isPresent()) {
            throw sent.mismatch().get();
        }
        return receipt(block, sent.checksum());
    }

    private UploadedPart receipt(AzureBlock block, Checksum checksum) {
        long crc64 = AzureBlock.number(checksum);
        blocks.mark(key(), block.as(Kind.RECEIPT, crc64));
        return new AzureParts.Part(block, crc64).toUploadedPart();
    }

    @Override
    public UploadedPart copyPart(int number, ObjectKey from, ByteRange.Span range, Etag version) {
        store.requireOpen();
        UploadRules.requireCopy(request, AzureLimits.UPLOAD, number, range);
        if (ended.get()) {
            throw notFound();
        }
        var block = block(number, Kind.UNVERIFIED, range.length(), 0);
        return receipt(block, copy(from, version, range, block));
    }

    private Checksum copy(ObjectKey from, Etag version, ByteRange.Span range, AzureBlock block) {
        try {
            return blocks.stageFrom(from, version, range, key(), block)
                    .orElseThrow(() -> new StoreFailure(
                            store.id(), Optional.of(key()), "the service does not say what it copied", null));
        } catch (PreconditionFailed e) {
            // A condition on a source that is not there fails, too.
            throw reads.stat(from).isEmpty() ? new ObjectNotFound(store.id(), from, e) : e;
        }
    }

    @Override
    public List<UploadedPart> parts() {
        store.requireOpen();
        return held().orElseThrow(this::notFound).inOrder();
    }

    private Optional<AzureParts> held() {
        return ended.get() ? Optional.empty() : AzureParts.of(upload, blocks.staged(key()));
    }

    private UploadNotFound notFound() {
        return new UploadNotFound(store.id(), key(), null);
    }

    @Override
    public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
        store.requireOpen();
        UploadRules.requireWhole(request, whole);
        var held = held().orElseThrow(this::noMore);
        UploadRules.requireOrder(store.id(), request, parts);
        parts.forEach(part -> requireHeld(part, held));
        var combined =
                UploadRules.combine(held.inOrder().subList(0, parts.size())).orElseThrow();
        if (whole.isPresent() && !whole.get().equals(combined)) {
            throw new CorruptContent(
                    store.id(), key(), "expected " + whole.get() + ", the parts are " + combined, null);
        }
        var target = AzureWrites.Target.of(key(), request.options());
        var ids = parts.stream()
                .filter(part -> part.size() > 0)
                .map(part -> part.etag().value())
                .toList();
        var answer = commit(target, ids, combined);
        ended.set(true);
        long size = parts.stream().mapToLong(UploadedPart::size).sum();
        return writes.written(target, size, answer, List.of(combined));
    }

    private AzureAnswer commit(AzureWrites.Target target, List<String> ids, Checksum whole) {
        try {
            return blocks.commit(target, ids, Optional.of(whole));
        } catch (StoreUnavailable e) {
            // The blocks were there a moment ago: whoever wrote to the key since has ended the upload.
            if (e.reason() == StoreUnavailable.Reason.BUSY && held().isEmpty()) {
                throw noMore();
            }
            throw e;
        }
    }

    /// Why an upload cannot be completed that is no more. What ended it may be a write that the upload's own
    /// condition forbids to replace, and then that is what the caller has to know.
    private RuntimeException noMore() {
        var condition = request.options().precondition();
        var there = condition.equals(Precondition.NONE) || ended.get()
                ? Optional.<ObjectMetadata>empty()
                : reads.stat(key());
        boolean forbidden = switch (condition) {
            case Precondition.None none -> false;
            case Precondition.Absent absent -> there.isPresent();
            case Precondition.Matches matches ->
                !ended.get() && !there.flatMap(ObjectMetadata::etag).equals(Optional.of(matches.etag()));
        };
        return forbidden ? new PreconditionFailed(store.id(), key(), AzureStore.words(condition), null) : notFound();
    }

    private void requireHeld(UploadedPart part, AzureParts held) {
        var there = Optional.ofNullable(held.current().get(part.number())).map(AzureParts.Part::block);
        boolean same = there.filter(block -> block.etag().equals(part.etag()) && block.size() == part.size())
                .isPresent();
        if (!same) {
            String what = there.map(AzureBlock::etag)
                    .map(Etag::value)
                    .map("was put again since: "::concat)
                    .orElse("is not there");
            throw new UploadPartsRejected(store.id(), key(), "part " + part.number() + " " + what, null);
        }
    }

    @Override
    public void abort() {
        store.requireOpen();
        if (held().isPresent()) {
            blocks.mark(key(), AzureBlock.mark(upload, Kind.ABORTED));
        }
        ended.set(true);
    }

    @Override
    public void close() {
        // The upload lives in the store; nothing of it is held here.
    }
}
