package dev.waybill.testkit;

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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Another adapter whose calls go wrong by a script, and are counted. Without a script it passes the
/// contract.
///
/// Calls are numbered from 1, for each operation apart. Where several faults are scripted for a call, the
/// first that was scripted happens. Any thread may call.
public final class FaultyAdapter implements IObjectStorageAdapter {
    private final IObjectStorageAdapter inner;
    private final FaultScript script = new FaultScript();
    private final FaultyCalls calls;

    /// Spoils calls on `inner`, which this closes.
    @MustBeClosed
    public FaultyAdapter(IObjectStorageAdapter inner) {
        this.inner = inner;
        this.calls = new FaultyCalls(inner.store(), script);
    }

    /// The `number`-th call of `operation` goes wrong.
    ///
    /// @throws IllegalArgumentException if the fault cannot happen to the operation
    public void fail(Operation operation, long number, Fault fault) {
        script.add(operation, n -> n == number, key -> true, fault);
    }

    /// The next call of `operation` goes wrong.
    ///
    /// @throws IllegalArgumentException if the fault cannot happen to the operation
    public void failNext(Operation operation, Fault fault) {
        fail(operation, script.calls(operation) + 1, fault);
    }

    /// Every call of `operation` from now on goes wrong.
    ///
    /// @throws IllegalArgumentException if the fault cannot happen to the operation
    public void failEvery(Operation operation, Fault fault) {
        script.add(operation, n -> true, key -> true, fault);
    }

    /// Every call of `operation` on `key` goes wrong from now on; a copy is on its target.
    ///
    /// @throws IllegalArgumentException if the fault cannot happen to the operation
    public void failEvery(Operation operation, ObjectKey key, Fault fault) {
        script.add(operation, n -> true, Optional.of(key)::equals, fault);
    }

    /// From now on no call goes wrong; the counts stay.
    public void heal() {
        script.clear();
    }

    /// How many calls of `operation` there were, gone wrong or not.
    public long calls(Operation operation) {
        return script.calls(operation);
    }

    /// How many calls there were of each operation that there were any of.
    public Map<Operation, Long> calls() {
        return script.calls();
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
        return calls.call(Operation.STAT, Optional.of(key), () -> inner.stat(key));
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // what is returned closes it
    public ObjectContent get(ObjectKey key, GetOptions options) {
        return calls.get(key, () -> inner.get(key, options));
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        return calls.write(Operation.PUT, key, source, body -> inner.put(key, body, options));
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        calls.run(Operation.DELETE, key, () -> inner.delete(key, options));
    }

    @Override
    public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        return calls.call(Operation.DELETE_ALL, Optional.empty(), () -> inner.deleteAll(deletions));
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // what is returned closes it
    public Stream<ObjectMetadata> list(ListOptions options) {
        return calls.list(Operation.LIST, () -> inner.list(options));
    }

    @Override
    public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        return calls.call(Operation.COPY, Optional.of(to), () -> inner.copy(from, to, options));
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // what is returned closes it
    public UploadSession openUpload(UploadRequest request) {
        var key = Optional.of(request.key());
        return new FaultyUpload(calls.open(Operation.OPEN_UPLOAD, key, () -> inner.openUpload(request)), calls);
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // what is returned closes it
    public Stream<UnfinishedUpload> listUploads(KeyPrefix prefix) {
        return calls.list(Operation.LIST_UPLOADS, () -> inner.listUploads(prefix));
    }

    @Override
    public void close() {
        inner.close();
    }
}
