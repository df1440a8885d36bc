package dev.waybill.adapter.naas;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.adapter.s3.S3Place;
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
import dev.waybill.port.spi.AdapterContext;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// The storage of a Naas workspace, or a folder in it: a part of a bucket, held through the adapter for S3 by
/// credentials that [NaasSession] keeps fresh.
final class NaasAdapter implements IObjectStorageAdapter {
    private final IObjectStorageAdapter bucket;
    private final NaasApi api;

    private NaasAdapter(IObjectStorageAdapter bucket, NaasApi api) {
        this.bucket = bucket;
        this.api = api;
    }

    /// Opens the storage that `config` names. The API is asked now, for it alone knows the bucket.
    ///
    /// @throws dev.waybill.port.StorageException if it gives no credentials
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the bucket goes to the caller inside the adapter
    static IObjectStorageAdapter open(NaasConfig config, AdapterContext context) {
        var api = new NaasApi(config, context.clock());
        try {
            var errors = new NaasErrors(config);
            var first = api.askPatiently();
            var session = new NaasSession(api, errors, context.clock(), new Random(), first);
            return new NaasAdapter(config.server().open(place(config, errors, first), session, context), api);
        } catch (RuntimeException e) {
            api.close();
            throw e;
        }
    }

    private static S3Place place(NaasConfig config, NaasErrors errors, NaasLease first) {
        try {
            return first.place().place(config.store(), config.prefix());
        } catch (IllegalArgumentException e) {
            throw errors.unusable(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public StoreId store() {
        return bucket.store();
    }

    @Override
    public Capabilities capabilities() {
        return bucket.capabilities();
    }

    @Override
    public Optional<ObjectMetadata> stat(ObjectKey key) {
        return bucket.stat(key);
    }

    @Override
    @MustBeClosed
    public ObjectContent get(ObjectKey key, GetOptions options) {
        return bucket.get(key, options);
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        return bucket.put(key, source, options);
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        bucket.delete(key, options);
    }

    @Override
    public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        return bucket.deleteAll(deletions);
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> list(ListOptions options) {
        return bucket.list(options);
    }

    @Override
    public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        return bucket.copy(from, to, options);
    }

    @Override
    @MustBeClosed
    public UploadSession openUpload(UploadRequest request) {
        return bucket.openUpload(request);
    }

    @Override
    @MustBeClosed
    public Stream<UnfinishedUpload> listUploads(KeyPrefix prefix) {
        return bucket.listUploads(prefix);
    }

    @Override
    public void close() {
        try (api) {
            bucket.close();
        }
    }
}
