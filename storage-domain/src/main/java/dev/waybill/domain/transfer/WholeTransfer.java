package dev.waybill.domain.transfer;

import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// An object that goes in one piece: one read feeds one write.
final class WholeTransfer {
    private final Transfer transfer;
    private final IObjectStorageAdapter target;
    private final TransferLimits limits;
    private final TransferPermits permits;
    private final long size;

    WholeTransfer(Transfer transfer, TransferLimits limits, TransferPermits permits) {
        this.transfer = transfer;
        this.target = transfer.target();
        this.limits = limits;
        this.permits = permits;
        this.size = transfer.what().size();
    }

    TransferResult run() {
        // A stream holds no more than what is on its way, however long it is.
        long inFlight = Math.min(size, limits.preferredPartBytes());
        return permits.with(inFlight, target.store(), transfer.to(), this::move);
    }

    @SuppressWarnings("MustBeClosedChecker") // Closed in `finally`, where a failure to close is no failure to move.
    private TransferResult move() {
        var planned = new SourceVersion(transfer.source(), transfer.what());
        ObjectContent content = planned.open(ByteRange.WHOLE);
        try {
            return store(content, planned.completedBy(content.metadata()));
        } finally {
            SourceVersion.closeQuietly(content);
        }
    }

    private TransferResult store(ObjectContent content, SourceVersion version) {
        var verification = Verification.ofWhole(transfer, version.metadata());
        var moving = new MovingSource(
                version,
                content.range(),
                verification.computed(),
                transfer.progress(),
                verification::requireMoved,
                Optional.of(content));
        var condition = TargetCondition.ofPut(transfer);
        PutOptions options = transfer.putOptions(version.metadata()).withPrecondition(condition.forStore());
        ObjectSource bytes = size <= limits.bufferedBytes() ? buffered(moving, version) : moving;
        condition.requireWhatStoreDoesNot();
        Optional<Checksum> demand = verification.demand(moving.hashed());
        ObjectMetadata stored =
                put(bytes, moving, demand.map(options::withChecksum).orElse(options));
        if (!moving.isComplete()) {
            verification.refuse(stored, "the store did not read all " + size + " bytes");
        }
        List<Checksum> hashed = moving.hashed();
        verification.requireStored(stored, hashed);
        return new TransferResult(version.metadata(), stored, verification.whole(hashed), size, 1);
    }

    private ObjectMetadata put(ObjectSource bytes, MovingSource moving, PutOptions options) {
        try {
            return target.put(transfer.to(), bytes, options);
        } catch (StorageException e) {
            throw moving.explain(e);
        }
    }

    /// All the bytes, read now.
    private ObjectSource buffered(MovingSource moving, SourceVersion version) {
        var buffer = new byte[Math.toIntExact(size)];
        try (InputStream bytes = moving.open()) {
            // The read behind the last byte is what makes an empty object complete, too.
            if (bytes.readNBytes(buffer, 0, buffer.length) != buffer.length || bytes.read() >= 0) {
                throw new IOException("the source does not have its " + size + " bytes");
            }
        } catch (IOException e) {
            throw version.failure(e);
        }
        return ObjectSource.of(buffer);
    }
}
