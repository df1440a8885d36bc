package dev.waybill.bench;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.Etag;
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
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A store that holds a made-up repository and makes each document when it is asked for, so that what is measured is
/// the reader. It can only be read.
///
/// @param store which store it claims to be
/// @param repository what it holds, at its root
record MadeStore(StoreId store, MadeRepository repository) implements IObjectStorageAdapter {
    private static final Instant WRITTEN = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                Set.of(Capability.KEY_ORDER, Capability.VERSION_TOKENS),
                ObjectKey.MAX_BYTES,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Optional.empty(),
                Set.of(),
                Set.of(),
                Optional.empty());
    }

    private static ObjectMetadata metadata(ObjectKey key, byte[] bytes) {
        return ObjectMetadata.of(key, bytes.length, WRITTEN).withEtag(new Etag("made-" + bytes.length));
    }

    @Override
    public Optional<ObjectMetadata> stat(ObjectKey key) {
        throw unsupported();
    }

    @Override
    @MustBeClosed
    public ObjectContent get(ObjectKey key, GetOptions options) {
        if (key.value().contains("/.")) {
            throw new StorageException.ObjectNotFound(store, key, null);
        }
        byte[] bytes = repository.document(key.value());
        ByteRange.Span range = options.range().within(bytes.length).orElseThrow();
        return new ObjectContent(metadata(key, bytes), range, new ByteArrayInputStream(bytes));
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> list(ListOptions options) {
        return repository.stream().map(document -> metadata(new ObjectKey(document.key()), document.bytes()));
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("a made-up repository is only listed and read");
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        throw unsupported();
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        throw unsupported();
    }

    @Override
    public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        throw unsupported();
    }

    @Override
    public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        throw unsupported();
    }

    @Override
    @MustBeClosed
    public UploadSession openUpload(UploadRequest request) {
        throw unsupported();
    }

    @Override
    @MustBeClosed
    public Stream<UnfinishedUpload> listUploads(KeyPrefix prefix) {
        throw unsupported();
    }

    @Override
    public void close() {}
}
