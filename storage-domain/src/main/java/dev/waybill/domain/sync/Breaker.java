package dev.waybill.domain.sync;

import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import java.util.concurrent.atomic.AtomicInteger;

/// Tells a failure of one item from one after which going on makes no sense. Any number of threads may call it.
///
/// A store that is gone, full, or lets nobody in fails every item that is left; so does one that is unavailable,
/// but then one item alone proves nothing, since its own request may have been at fault.
public final class Breaker {
    private static final int UNAVAILABLE_IN_A_ROW = 3;
    private static final int DENIED_IN_A_ROW = 20;

    private final StoreId source;
    private final AtomicInteger unavailable = new AtomicInteger();
    private final AtomicInteger denied = new AtomicInteger();

    /// @param source what is only read: that one file of it may not be is never a matter of all
    public Breaker(StoreId source) {
        this.source = source;
    }

    /// Something was moved, so the stores work.
    public void succeeded() {
        unavailable.set(0);
        denied.set(0);
    }

    /// Whether the run has to stop after this failure.
    public boolean stopsAfter(StorageException failure) {
        return switch (failure) {
            case StorageException.StoreNotFound e -> true;
            case StorageException.QuotaExceeded e -> true;
            case StorageException.AccessDenied e -> !isOfOneFile(e);
            case StorageException.StoreUnavailable e ->
                e.key().isEmpty() || unavailable.incrementAndGet() >= UNAVAILABLE_IN_A_ROW;
            case StorageException.Cancelled e -> false;
            case StorageException.ObjectNotFound e -> false;
            case StorageException.PreconditionFailed e -> false;
            case StorageException.NotModified e -> false;
            case StorageException.RangeUnsatisfiable e -> false;
            case StorageException.KeyRejected e -> false;
            case StorageException.NotSupported e -> false;
            case StorageException.CorruptContent e -> false;
            case StorageException.SourceFailed e -> false;
            case StorageException.UploadNotFound e -> false;
            case StorageException.UploadPartsRejected e -> false;
            case StorageException.StoreFailure e -> false;
        };
    }

    /// In a folder each file has its own permissions; that of all who are written to none may be is another matter.
    private boolean isOfOneFile(StorageException.AccessDenied failure) {
        if (failure.key().isEmpty() || !failure.store().scheme().equals(StoreContents.FOLDER_SCHEME)) {
            return false;
        }
        boolean isSource = failure.store().equals(source);
        return isSource || denied.incrementAndGet() < DENIED_IN_A_ROW;
    }
}
