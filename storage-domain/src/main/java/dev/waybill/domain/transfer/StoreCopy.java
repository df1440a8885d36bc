package dev.waybill.domain.transfer;

import dev.waybill.port.Capability;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import dev.waybill.port.UserMetadata;
import java.util.List;

/// An object that its store copies by itself, without a byte through this process.
final class StoreCopy {
    private final Transfer transfer;
    private final TransferPermits permits;

    StoreCopy(Transfer transfer, TransferPermits permits) {
        this.transfer = transfer;
        this.permits = permits;
    }

    /// Where the store has version tokens, it copies the planned version and no other. Where it has none, a moment
    /// lies between looking at the source and copying it, in which it may be replaced; the copy is then a whole
    /// object still, of another version.
    TransferResult run() {
        var version = new SourceVersion(transfer.source(), transfer.what());
        if (version.token().isEmpty()) {
            version = version.completedBy(version.stat());
        }
        var condition = TargetCondition.ofCopy(transfer);
        condition.requireWhatStoreDoesNot();
        ObjectMetadata stored = copy(version, options(version).withPrecondition(condition.forStore()));
        var verification = Verification.ofCopy(transfer, version.metadata());
        verification.requireStored(stored, List.of());
        return new TransferResult(version.metadata(), stored, verification.whole(List.of()), 0, 0);
    }

    private CopyOptions options(SourceVersion version) {
        var can = transfer.target().capabilities();
        CopyOptions options =
                version.token().map(CopyOptions.DEFAULT::withIfSourceMatch).orElse(CopyOptions.DEFAULT);
        if (!transfer.options().keepUserMetadata() && can.has(Capability.USER_METADATA)) {
            options = options.withUserMetadata(UserMetadata.EMPTY);
        }
        return transfer.options()
                .contentModified()
                .filter(time -> can.modifiedPrecision().isPresent())
                .map(options::withContentModified)
                .orElse(options);
    }

    private ObjectMetadata copy(SourceVersion version, CopyOptions options) {
        try {
            return permits.with(
                    0,
                    transfer.target().store(),
                    transfer.to(),
                    () -> transfer.target().copy(transfer.what().key(), transfer.to(), options));
        } catch (StorageException.PreconditionFailed e) {
            // Of two conditions one failed: the source's, which this tells, or else the target's.
            version.stat();
            throw e;
        }
    }
}
