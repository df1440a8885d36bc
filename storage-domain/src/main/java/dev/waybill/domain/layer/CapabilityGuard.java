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
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadLimits;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// Refuses what the store cannot honour before it leaves, so that no option is ever ignored, and every call
/// after [#close].
@SuppressWarnings("MustBeClosedChecker") // what is opened goes to the caller inside its wrapper
public final class CapabilityGuard implements IObjectStorageAdapter {
    private final IObjectStorageAdapter inner;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// @param inner is closed with this
    public CapabilityGuard(IObjectStorageAdapter inner) {
        this.inner = inner;
    }

    @Override
    public StoreId store() {
        return inner.store();
    }

    @Override
    public Capabilities capabilities() {
        requireOpen();
        return inner.capabilities();
    }

    @Override
    public Optional<ObjectMetadata> stat(ObjectKey key) {
        requireOpen();
        return inner.stat(key);
    }

    @Override
    @MustBeClosed
    public ObjectContent get(ObjectKey key, GetOptions options) {
        rules().requireGet(key, options);
        return inner.get(key, options);
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        rules().requirePut(key, source.length(), options);
        return inner.put(key, source, options);
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        rules().requireDelete(key, options);
        inner.delete(key, options);
    }

    @Override
    public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        RequestRules rules = rules();
        var refused = new ArrayList<Optional<DeleteResult>>(deletions.size());
        var allowed = new ArrayList<Deletion>(deletions.size());
        for (Deletion deletion : deletions) {
            Optional<DeleteResult> refusal = refusal(rules, deletion);
            refused.add(refusal);
            if (refusal.isEmpty()) {
                allowed.add(deletion);
            }
        }
        Iterator<DeleteResult> results =
                (allowed.isEmpty() ? List.<DeleteResult>of() : inner.deleteAll(allowed)).iterator();
        return refused.stream().map(refusal -> refusal.orElseGet(results::next)).toList();
    }

    private Optional<DeleteResult> refusal(RequestRules rules, Deletion deletion) {
        try {
            rules.requireDelete(deletion.key(), deletion.options());
            return Optional.empty();
        } catch (StorageException e) {
            return Optional.of(new DeleteResult.Failed(deletion.key(), e));
        }
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> list(ListOptions options) {
        rules().requireList(options);
        return inner.list(options).map(this::whileOpen);
    }

    @Override
    public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        rules().requireCopy(from, to, options);
        return inner.copy(from, to, options);
    }

    @Override
    @MustBeClosed
    public UploadSession openUpload(UploadRequest request) {
        RequestRules rules = rules();
        UploadLimits limits = rules.requireUpload(request);
        return new GuardedUpload(inner.openUpload(request), request.partBytes(), limits, rules);
    }

    @Override
    @MustBeClosed
    public Stream<UnfinishedUpload> listUploads(KeyPrefix prefix) {
        rules().requireUploads();
        return inner.listUploads(prefix).map(this::whileOpen);
    }

    @Override
    public void close() {
        closed.set(true);
        inner.close();
    }

    /// An item of a listing, which ends in a failure when the adapter is closed, whatever is buffered below.
    private <T> T whileOpen(T item) {
        requireOpen();
        return item;
    }

    private RequestRules rules() {
        requireOpen();
        return new RequestRules(inner.store(), inner.capabilities());
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the adapter of " + store() + " is closed");
        }
    }
}
