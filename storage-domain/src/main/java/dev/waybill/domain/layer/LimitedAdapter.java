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
import java.time.Clock;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Keeps to bounds towards a store: how many requests at once, and how many bytes a second.
///
/// An open body counts as a request until it is closed. A thread that has a request under way is given its
/// next one at once, so that reading what is being written cannot block itself; a body handed to another
/// thread still counts for the one that opened it.
@SuppressWarnings("MustBeClosedChecker") // what is opened goes to the caller inside its wrapper
public final class LimitedAdapter implements IObjectStorageAdapter {
    private final IObjectStorageAdapter inner;
    private final Limits limits;

    /// @param inner is closed with this
    /// @param sleeper waits where bytes move too fast
    public LimitedAdapter(IObjectStorageAdapter inner, LimitOptions options, Sleeper sleeper) {
        this(inner, options, sleeper, System::nanoTime, Clock.system(ZoneId.systemDefault()));
    }

    /// @param inner is closed with this
    /// @param sleeper waits where bytes move, or requests begin, too fast
    /// @param nanoTime as [System#nanoTime]
    /// @param clock tells the time of the day, in the zone that schedules are meant in
    public LimitedAdapter(
            IObjectStorageAdapter inner, LimitOptions options, Sleeper sleeper, LongSupplier nanoTime, Clock clock) {
        this.inner = inner;
        this.limits = new Limits(inner.store(), options, sleeper, nanoTime, clock);
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
        return limits.within(key, () -> inner.stat(key));
    }

    @Override
    @MustBeClosed
    public ObjectContent get(ObjectKey key, GetOptions options) {
        return limits.opening(key, () -> inner.get(key, options));
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        return limits.sending(key, source, paced -> inner.put(key, paced, options));
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        limits.within(key, () -> {
            inner.delete(key, options);
            return key;
        });
    }

    @Override
    public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        return limits.within(() -> inner.deleteAll(deletions));
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> list(ListOptions options) {
        return limits.listing(() -> inner.list(options));
    }

    @Override
    public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        return limits.within(to, () -> inner.copy(from, to, options));
    }

    @Override
    @MustBeClosed
    public UploadSession openUpload(UploadRequest request) {
        return new LimitedUpload(limits.within(request.key(), () -> inner.openUpload(request)), limits);
    }

    @Override
    @MustBeClosed
    public Stream<UnfinishedUpload> listUploads(KeyPrefix prefix) {
        return limits.listing(() -> inner.listUploads(prefix));
    }

    @Override
    public void close() {
        inner.close();
    }
}
