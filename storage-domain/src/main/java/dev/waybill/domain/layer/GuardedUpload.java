package dev.waybill.domain.layer;

import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadLimits;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import java.util.List;
import java.util.Optional;

/// An upload that takes no part out of bounds. Any number of threads.
final class GuardedUpload implements UploadSession {
    private final UploadSession inner;
    private final long partBytes;
    private final UploadLimits limits;
    private final RequestRules rules;

    GuardedUpload(UploadSession inner, long partBytes, UploadLimits limits, RequestRules rules) {
        this.inner = inner;
        this.partBytes = partBytes;
        this.limits = limits;
        this.rules = rules;
    }

    @Override
    public ObjectKey key() {
        return inner.key();
    }

    @Override
    public UploadId id() {
        return inner.id();
    }

    @Override
    public UploadedPart putPart(int number, ObjectSource source) {
        requireNumber(number);
        long length = source.length()
                .orElseThrow(() ->
                        new IllegalArgumentException("part " + number + " of " + key() + " must declare its length"));
        requireLength(number, length, 0);
        return inner.putPart(number, source);
    }

    private void requireNumber(int number) {
        if (number < 1 || number > limits.maxParts()) {
            throw new IllegalArgumentException(
                    "a part of " + key() + " must be numbered 1 to " + limits.maxParts() + ": " + number);
        }
    }

    private void requireLength(int number, long length, long least) {
        if (length < least || length > partBytes) {
            throw new IllegalArgumentException("part " + number + " of " + key() + " must have " + least + " to "
                    + partBytes + " bytes: " + length);
        }
    }

    @Override
    public UploadedPart copyPart(int number, ObjectKey from, ByteRange.Span range, Etag version) {
        rules.requireCopyPart(key());
        requireNumber(number);
        requireLength(number, range.length(), 1);
        return inner.copyPart(number, from, range, version);
    }

    @Override
    public List<UploadedPart> parts() {
        return inner.parts();
    }

    @Override
    public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
        rules.requireObjectRoom(
                key(), parts.stream().mapToLong(UploadedPart::size).sum());
        return inner.complete(parts, whole);
    }

    @Override
    public void abort() {
        inner.abort();
    }

    @Override
    public void close() {
        inner.close();
    }
}
