package dev.waybill.domain.transfer;

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

/// Does what the upload behind it does; a test overrides the one call that is to go otherwise.
class ForwardingUpload implements UploadSession {
    private final UploadSession behind;

    ForwardingUpload(UploadSession behind) {
        this.behind = behind;
    }

    @Override
    public ObjectKey key() {
        return behind.key();
    }

    @Override
    public UploadId id() {
        return behind.id();
    }

    @Override
    public UploadedPart putPart(int number, ObjectSource source) {
        return behind.putPart(number, source);
    }

    @Override
    public UploadedPart copyPart(int number, ObjectKey from, ByteRange.Span range, Etag version) {
        return behind.copyPart(number, from, range, version);
    }

    @Override
    public List<UploadedPart> parts() {
        return behind.parts();
    }

    @Override
    public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
        return behind.complete(parts, whole);
    }

    @Override
    public void abort() {
        behind.abort();
    }

    @Override
    public void close() {
        behind.close();
    }
}
