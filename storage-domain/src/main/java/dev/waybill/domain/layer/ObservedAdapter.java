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

/// Counts every call on the adapter below and logs one DEBUG line for it, with how much it moved and how
/// long it took; what gives a stream is over, counted and logged, when the stream is closed.
@SuppressWarnings("MustBeClosedChecker") // what is opened goes to the caller inside its wrapper
public final class ObservedAdapter implements IObjectStorageAdapter {
    private final IObjectStorageAdapter inner;
    private final Observer observer;

    /// @param inner is closed with this
    /// @param metrics where calls are counted
    public ObservedAdapter(IObjectStorageAdapter inner, StoreMetrics metrics) {
        this.inner = inner;
        this.observer = new Observer(inner.store(), metrics);
    }

    @Override
    public StoreId store() {
        return inner.store();
    }

    @Override
    public Capabilities capabilities() {
        return inner.capabilities();
    }

    @Override
    public Optional<ObjectMetadata> stat(ObjectKey key) {
        return observer.observe(Operation.STAT, Optional.of(key), () -> inner.stat(key), found -> 0);
    }

    @Override
    @MustBeClosed
    public ObjectContent get(ObjectKey key, GetOptions options) {
        Observer.Call call = observer.begin(Operation.GET, Optional.of(key));
        ObjectContent content = observer.open(call, () -> inner.get(key, options));
        return new ObjectContent(content.metadata(), content.range(), new ObservedStream(content.stream(), call));
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        return observer.observe(
                Operation.PUT, Optional.of(key), () -> inner.put(key, source, options), ObjectMetadata::size);
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        observer.observe(
                Operation.DELETE,
                Optional.of(key),
                () -> {
                    inner.delete(key, options);
                    return key;
                },
                done -> 0);
    }

    @Override
    public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        return observer.observe(Operation.DELETE_ALL, Optional.empty(), () -> inner.deleteAll(deletions), results -> 0);
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> list(ListOptions options) {
        Observer.Call call = observer.begin(Operation.LIST, Optional.empty());
        return ObservedListing.of(observer.open(call, () -> inner.list(options)), call);
    }

    @Override
    public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        return observer.observe(Operation.COPY, Optional.of(to), () -> inner.copy(from, to, options), copied -> 0);
    }

    @Override
    @MustBeClosed
    public UploadSession openUpload(UploadRequest request) {
        UploadSession session = observer.observe(
                Operation.OPEN_UPLOAD, Optional.of(request.key()), () -> inner.openUpload(request), opened -> 0);
        return new ObservedUpload(session, observer);
    }

    @Override
    @MustBeClosed
    public Stream<UnfinishedUpload> listUploads(KeyPrefix prefix) {
        Observer.Call call = observer.begin(Operation.LIST_UPLOADS, Optional.empty());
        return ObservedListing.of(observer.open(call, () -> inner.listUploads(prefix)), call);
    }

    @Override
    public void close() {
        inner.close();
    }
}
