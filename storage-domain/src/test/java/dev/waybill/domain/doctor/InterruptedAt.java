package dev.waybill.domain.doctor;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.layer.ForwardingAdapter;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.UnfinishedUpload;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A store whose caller is interrupted when it has written one object, and which refuses the calls of interrupted
/// threads, as those of S3 and Azure do.
@SuppressWarnings("MustBeClosedChecker") // what is opened goes to the caller
final class InterruptedAt extends ForwardingAdapter {
    private final String name;

    InterruptedAt(IObjectStorageAdapter honest, String name) {
        super(honest);
        this.name = name;
    }

    private void refuseInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new Cancelled(store(), Optional.empty(), null);
        }
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        refuseInterrupted();
        var put = super.put(key, source, options);
        if (key.name().equals(name)) {
            Thread.currentThread().interrupt();
        }
        return put;
    }

    @Override
    public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        refuseInterrupted();
        return super.deleteAll(deletions);
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> list(ListOptions options) {
        refuseInterrupted();
        return super.list(options);
    }

    @Override
    @MustBeClosed
    public Stream<UnfinishedUpload> listUploads(KeyPrefix prefix) {
        refuseInterrupted();
        return super.listUploads(prefix);
    }
}
