package dev.waybill.adapter.gcs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
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
import dev.waybill.port.spi.AdapterContext;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// One bucket of Google Cloud Storage, or what lies under a prefix in it, by the JSON API.
final class GcsAdapter implements IObjectStorageAdapter {
    private final GcsStore store;
    private final Capabilities capabilities;
    private final GcsReads reads;
    private final GcsWrites writes;
    private final GcsDeletes deletes;
    private final GcsListing listing;
    private final GcsCopies copies;
    private final GcsUploads uploads;

    private GcsAdapter(GcsStore store) {
        this.store = store;
        this.capabilities = capabilities(store);
        var sender = new GcsSender(store);
        this.reads = new GcsReads(store);
        this.deletes = new GcsDeletes(store, reads);
        this.writes = new GcsWrites(store, sender, deletes);
        this.listing = new GcsListing(store);
        this.copies = new GcsCopies(store, reads);
        this.uploads = new GcsUploads(store, sender, reads, listing, deletes);
    }

    /// Opens the bucket that `config` names; connects to nothing yet.
    ///
    /// @throws IllegalArgumentException if fewer connections are configured than there are request slots
    @MustBeClosed
    static IObjectStorageAdapter open(GcsConfig config, AdapterContext context) {
        return over(new GcsStore(config, context));
    }

    /// The adapter that makes its requests by `store`.
    @MustBeClosed
    static IObjectStorageAdapter over(GcsStore store) {
        return new GcsAdapter(store);
    }

    private static Capabilities capabilities(GcsStore store) {
        return new Capabilities(
                EnumSet.complementOf(EnumSet.of(Capability.COPY_PART)),
                store.keys().maxKeyBytes(),
                GcsLimits.MAX_OBJECT_BYTES,
                GcsLimits.MAX_OBJECT_BYTES,
                Optional.of(Duration.ofNanos(1)),
                EnumSet.allOf(ChecksumAlgorithm.class),
                Set.of(ChecksumAlgorithm.CRC32C),
                Optional.of(GcsLimits.UPLOAD),
                store.keys().rules());
    }

    @Override
    public StoreId store() {
        return store.id();
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Optional<ObjectMetadata> stat(ObjectKey key) {
        store.requireOpen();
        return reads.stat(key);
    }

    @Override
    @MustBeClosed
    public ObjectContent get(ObjectKey key, GetOptions options) {
        store.requireOpen();
        return reads.get(key, options);
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        store.requireOpen();
        return writes.put(key, source, options);
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        store.requireOpen();
        deletes.delete(key, options);
    }

    @Override
    public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        store.requireOpen();
        return deletes.deleteAll(deletions);
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> list(ListOptions options) {
        store.requireOpen();
        return listing.list(options);
    }

    @Override
    public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        store.requireOpen();
        return copies.copy(from, to, options);
    }

    @Override
    @MustBeClosed
    public UploadSession openUpload(UploadRequest request) {
        store.requireOpen();
        return uploads.open(request);
    }

    @Override
    @MustBeClosed
    public Stream<UnfinishedUpload> listUploads(KeyPrefix prefix) {
        store.requireOpen();
        return uploads.list(prefix);
    }

    @Override
    public void close() {
        store.close();
    }
}
