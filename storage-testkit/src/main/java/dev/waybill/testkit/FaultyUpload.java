package dev.waybill.testkit;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import java.util.List;
import java.util.Optional;

/// An upload whose calls go wrong by a script. Any thread may call.
final class FaultyUpload implements UploadSession {
    private final UploadSession inner;
    private final FaultyCalls calls;

    @MustBeClosed
    FaultyUpload(UploadSession inner, FaultyCalls calls) {
        this.inner = inner;
        this.calls = calls;
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
        return calls.write(Operation.PUT_PART, key(), source, body -> inner.putPart(number, body));
    }

    @Override
    public UploadedPart copyPart(int number, ObjectKey from, ByteRange.Span range, Etag version) {
        return calls.call(Operation.COPY_PART, Optional.of(key()), () -> inner.copyPart(number, from, range, version));
    }

    @Override
    public List<UploadedPart> parts() {
        return calls.call(Operation.PARTS, Optional.of(key()), inner::parts);
    }

    @Override
    public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
        return calls.call(Operation.COMPLETE, Optional.of(key()), () -> inner.complete(parts, whole));
    }

    @Override
    public void abort() {
        calls.run(Operation.ABORT, key(), inner::abort);
    }

    @Override
    public void close() {
        inner.close();
    }
}
