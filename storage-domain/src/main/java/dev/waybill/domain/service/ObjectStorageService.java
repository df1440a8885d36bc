package dev.waybill.domain.service;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capability;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.RemoteExecutor;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The service over one store. Closing it closes the store.
public final class ObjectStorageService implements IObjectStorageDomain, AutoCloseable {
    /// The largest array that every JVM makes.
    private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

    private final IObjectStorageAdapter adapter;
    private final Optional<RemoteExecutor> nearData;
    private final Listeners listeners = new Listeners();

    /// @param adapter the store, through the layers that `ObjectStorageFactory` puts over it; is closed with this
    public ObjectStorageService(IObjectStorageAdapter adapter) {
        this(adapter, Optional.empty());
    }

    /// @param adapter the store, through the layers that `ObjectStorageFactory` puts over it; is closed with this
    /// @param nearData removes whole folders where they lie; is closed with this
    public ObjectStorageService(IObjectStorageAdapter adapter, Optional<RemoteExecutor> nearData) {
        this.adapter = adapter;
        this.nearData = nearData;
    }

    /// Which store this is.
    public StoreId store() {
        return adapter.store();
    }

    @Override
    public byte[] getObject(String prefix, String key) {
        ObjectKey object = ServiceKeys.key(prefix, key);
        try (ObjectContent content = adapter.get(object, GetOptions.WHOLE)) {
            if (content.range().length() > MAX_ARRAY_BYTES) {
                throw new StorageException.NotSupported(
                        store(),
                        Optional.of(object),
                        "reading " + content.range().length() + " bytes into memory; open the object instead");
            }
            return content.stream().readAllBytes();
        } catch (IOException e) {
            throw failure(object, e);
        }
    }

    @Override
    public void putObject(String prefix, String key, byte[] content) {
        putObject(prefix, key, ObjectSource.of(content));
    }

    @Override
    public ObjectMetadata putObject(String prefix, String key, ObjectSource source) {
        ObjectMetadata stored = adapter.put(ServiceKeys.key(prefix, key), source, PutOptions.DEFAULT);
        listeners.tell(new ObjectEvent.ObjectPut(store(), stored.key(), stored.size()));
        return stored;
    }

    @Override
    public void deleteObject(String prefix, String key) {
        ObjectKey object = ServiceKeys.key(prefix, key);
        adapter.delete(object, DeleteOptions.ANY);
        listeners.tell(new ObjectEvent.ObjectDeleted(store(), object));
    }

    @Override
    public List<String> listObjects(String prefix) {
        try (Stream<String> names = streamListing(prefix)) {
            return names.toList();
        }
    }

    @Override
    @MustBeClosed
    public Stream<String> streamListing(String prefix) {
        return FolderListing.stream(adapter, ServiceKeys.folder(prefix));
    }

    @Override
    public List<String> listObjectsRecursively(String prefix) {
        try (Stream<ObjectMetadata> objects = streamObjects(prefix)) {
            Stream<ObjectKey> keys = objects.map(ObjectMetadata::key);
            boolean ordered = adapter.capabilities().has(Capability.KEY_ORDER);
            return (ordered ? keys : keys.sorted()).map(ObjectKey::value).toList();
        }
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> streamObjects(String prefix) {
        return adapter.list(ListOptions.of(ServiceKeys.folder(prefix)));
    }

    @Override
    @MustBeClosed
    public ObjectContent openObject(String prefix, String key) {
        return adapter.get(ServiceKeys.key(prefix, key), GetOptions.WHOLE);
    }

    @Override
    public boolean exists(String prefix, String key) {
        return objectMetadata(prefix, key).isPresent();
    }

    @Override
    public Optional<ObjectMetadata> objectMetadata(String prefix, String key) {
        return adapter.stat(ServiceKeys.key(prefix, key));
    }

    @Override
    public ObjectMetadata copyObject(String prefix, String key, String targetPrefix, String targetKey) {
        ObjectKey from = ServiceKeys.key(prefix, key);
        ObjectMetadata copied = new ObjectCopier(adapter).copy(from, ServiceKeys.key(targetPrefix, targetKey));
        listeners.tell(new ObjectEvent.ObjectPut(store(), copied.key(), copied.size()));
        return copied;
    }

    @Override
    public ObjectMetadata moveObject(String prefix, String key, String targetPrefix, String targetKey) {
        ObjectKey from = ServiceKeys.key(prefix, key);
        ObjectKey to = ServiceKeys.key(targetPrefix, targetKey);
        var copier = new ObjectCopier(adapter);
        ObjectMetadata source = copier.requireObject(from);
        if (from.equals(to)) {
            return source;
        }
        ObjectMetadata moved = copier.copyVersion(source, to);
        listeners.tell(new ObjectEvent.ObjectPut(store(), to, moved.size()));
        copier.deleteVersion(source);
        listeners.tell(new ObjectEvent.ObjectDeleted(store(), from));
        return moved;
    }

    @Override
    public PrefixDeletion deletePrefix(String prefix) {
        KeyPrefix folder = ServiceKeys.folder(prefix);
        if (folder.equals(KeyPrefix.ALL)) {
            throw new IllegalArgumentException("the prefix \"" + prefix + "\" names the whole store " + store()
                    + "; to empty it, call deleteEverything");
        }
        return new FolderDeletion(adapter, nearData, listeners).run(folder);
    }

    @Override
    public PrefixDeletion deleteEverything() {
        return new FolderDeletion(adapter, nearData, listeners).run(KeyPrefix.ALL);
    }

    @Override
    public void addListener(Consumer<? super ObjectEvent> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        nearData.ifPresent(RemoteExecutor::close);
        adapter.close();
    }

    private StorageException failure(ObjectKey key, IOException e) {
        if (e.getCause() instanceof StorageException cause) {
            return cause;
        }
        return e instanceof InterruptedIOException
                ? new StorageException.Cancelled(store(), Optional.of(key), e)
                : new StorageException.StoreFailure(store(), Optional.of(key), "reading broke off", e);
    }
}
