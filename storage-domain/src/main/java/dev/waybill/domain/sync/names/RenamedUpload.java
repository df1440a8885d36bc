package dev.waybill.domain.sync.names;

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

/// An upload to a name, seen as one to the key that has it.
record RenamedUpload(RenamedStore store, ObjectKey key, UploadSession inner) implements UploadSession {
    @Override
    public UploadId id() {
        return inner.id();
    }

    @Override
    public UploadedPart putPart(int number, ObjectSource source) {
        return inner.putPart(number, source);
    }

    @Override
    public UploadedPart copyPart(int number, ObjectKey from, ByteRange.Span range, Etag version) {
        return inner.copyPart(number, store.name(from), range, version);
    }

    @Override
    public List<UploadedPart> parts() {
        return inner.parts();
    }

    @Override
    public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
        return store.named(inner.complete(parts, whole), key);
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
