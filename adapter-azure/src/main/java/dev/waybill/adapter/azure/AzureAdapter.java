package dev.waybill.adapter.azure;

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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One container of Azure Blob Storage, or what lies under a prefix in it.
final class AzureAdapter implements IObjectStorageAdapter {
    private final AzureStore store;
    private final Capabilities capabilities;
    private final AzureReads reads;
    private final AzureWrites writes;
    private final AzureDeletes deletes;
    private final AzureListing listing;
    private final AzureCopies copies;
    private final AzureUploads uploads;

    private AzureAdapter(AzureStore store) {
        this.store = store;
        this.capabilities = capabilities(store);
        var sender = new AzureSender(store);
        var blocks = new AzureBlocks(store);
        this.reads = new AzureReads(store);
        this.listing = new AzureListing(store);
        this.deletes = new AzureDeletes(store, reads);
        this.writes = new AzureWrites(store, sender, blocks);
        this.copies = new AzureCopies(store, reads, writes, blocks);
        this.uploads = new AzureUploads(store, blocks, sender, reads, writes, listing);
    }

    /// Opens the container that `config` names; connects to nothing yet.
    @MustBeClosed
    static IObjectStorageAdapter open(AzureConfig config, AdapterContext context) {
        return open(config, context, System.getenv());
    }

    /// The same, where the variables say something else.
    @MustBeClosed
    static IObjectStorageAdapter open(AzureConfig config, AdapterContext context, Map<String, String> environment) {
        var clock = new AzureClock(context.clock());
        return new AzureAdapter(new AzureStore(config, AzureConnection.create(config, clock, environment), clock));
    }

    private static Capabilities capabilities(AzureStore store) {
        var flags = EnumSet.complementOf(EnumSet.of(Capability.KEY_SEEK));
        if (!store.keepsKeyOrder()) {
            flags.remove(Capability.KEY_ORDER);
        }
        return new Capabilities(
                flags,
                store.keys().maxKeyBytes(),
                AzureLimits.MAX_OBJECT_BYTES,
                AzureLimits.MAX_PUT_BYTES,
                Optional.of(Duration.ofNanos(1)),
                EnumSet.allOf(ChecksumAlgorithm.class),
                AzureUploads.CHECKSUMS,
                Optional.of(AzureLimits.UPLOAD),
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
