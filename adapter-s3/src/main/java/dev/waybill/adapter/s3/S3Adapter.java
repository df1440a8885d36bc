package dev.waybill.adapter.s3;

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

/// One bucket, or what lies under a prefix in it, of any store that speaks S3.
///
/// What the server can do is taken from the configured [S3Profile] and never guessed from an answer: stores
/// that do not know a condition ignore it and answer 200.
final class S3Adapter implements IObjectStorageAdapter {
    private final S3Store store;
    private final Capabilities capabilities;
    private final S3Reads reads;
    private final S3Writes writes;
    private final S3Deletes deletes;
    private final S3Listing listing;
    private final S3Copies copies;
    private final S3Uploads uploads;

    private S3Adapter(S3Store store) {
        this.store = store;
        this.capabilities = capabilities(store);
        var sender = new S3Sender(store);
        this.reads = new S3Reads(store);
        this.uploads = new S3Uploads(store, sender, reads);
        this.deletes = new S3Deletes(store, reads);
        this.writes = new S3Writes(store, sender, uploads, reads, deletes);
        this.listing = new S3Listing(store);
        this.copies = new S3Copies(store, reads, writes, uploads, sender);
    }

    /// Opens the bucket that `config` names; connects to nothing yet.
    ///
    /// @throws IllegalArgumentException if fewer connections are configured than there are request slots
    @MustBeClosed
    static IObjectStorageAdapter open(S3Config config, AdapterContext context) {
        var clock = new S3Clock(context.clock());
        return new S3Adapter(new S3Store(config, S3ClientFactory.create(config, context.requestSlots(), clock), clock));
    }

    private static Capabilities capabilities(S3Store store) {
        var profile = store.profile();
        var flags = EnumSet.of(
                Capability.VERSION_TOKENS,
                Capability.ATOMIC_REPLACE,
                Capability.USER_METADATA,
                Capability.SERVER_SIDE_COPY,
                Capability.RESUMABLE_UPLOAD);
        if (profile.copiesPartsOfAVersion()) {
            flags.add(Capability.COPY_PART);
        }
        if (profile.keyOrder()) {
            flags.addAll(Set.of(Capability.KEY_ORDER, Capability.KEY_SEEK));
        }
        for (var condition : profile.conditions()) {
            switch (condition) {
                case PUT_ABSENT -> flags.add(Capability.PUT_IF_ABSENT);
                case PUT_MATCH -> flags.add(Capability.PUT_IF_MATCH);
                case DELETE_MATCH -> flags.add(Capability.DELETE_IF_MATCH);
                case COMPLETE -> {
                    flags.add(Capability.CONDITIONAL_COMPLETE);
                    flags.add(Capability.CONDITIONAL_COPY);
                }
            }
        }
        return new Capabilities(
                flags,
                store.keys().maxKeyBytes(),
                S3Limits.MAX_OBJECT_BYTES,
                S3Limits.MAX_PUT_BYTES,
                Optional.of(Duration.ofNanos(1)),
                EnumSet.allOf(ChecksumAlgorithm.class),
                S3Uploads.algorithms(profile),
                Optional.of(S3Limits.UPLOAD));
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
