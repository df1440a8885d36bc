package dev.waybill.domain.layer;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StoreId;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Does what the store behind it does: for those that do one thing otherwise. Any number of threads may use it where
/// they
/// may use the store.
@SuppressWarnings("MustBeClosedChecker") // what is opened goes to the caller
public class ForwardingAdapter implements IObjectStorageAdapter {
    private final IObjectStorageAdapter behind;

    /// @param behind is closed with this
    public ForwardingAdapter(IObjectStorageAdapter behind) {
        this.behind = behind;
    }

    @Override
    public StoreId store() {
        return behind.store();
    }

    @Override
    public Capabilities capabilities() {
        return behind.capabilities();
    }

    @Override
    public Optional<ObjectMetadata> stat(ObjectKey key) {
        return behind.stat(key);
    }

    @Override
    @MustBeClosed
    public ObjectContent get(ObjectKey key, GetOptions options) {
        return behind.get(key, options);
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        return behind.put(key, source, options);
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        behind.delete(key, options);
    }

    @Override
    public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        return behind.deleteAll(deletions);
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> list(ListOptions options) {
        return behind.list(options);
    }

    @Override
    public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        return behind.copy(from, to, options);
    }

    @Override
    @MustBeClosed
    public UploadSession openUpload(UploadRequest request) {
        return behind.openUpload(request);
    }

    @Override
    @MustBeClosed
    public Stream<UnfinishedUpload> listUploads(KeyPrefix prefix) {
        return behind.listUploads(prefix);
    }

    @Override
    public void close() {
        behind.close();
    }
}
