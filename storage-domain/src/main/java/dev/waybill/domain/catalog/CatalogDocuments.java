package dev.waybill.domain.catalog;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.port.ByteRange;
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
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import java.io.ByteArrayInputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The documents of a catalog as a store of them, so that what reads a repository reads a catalog as well. It gives the
/// documents whose keys are known, and can do nothing else.
final class CatalogDocuments implements IObjectStorageAdapter {
    private static final Capabilities NONE = new Capabilities(
            Set.of(),
            ObjectKey.MAX_BYTES,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            Optional.empty(),
            Set.of(),
            Set.of(),
            Optional.empty());

    private final StoreId store;
    private final KeyPrefix root;
    private final CatalogReader reader;

    CatalogDocuments(CatalogId id, CatalogReader reader) {
        this.store = id.store();
        this.root = id.root();
        this.reader = reader;
    }

    @Override
    public StoreId store() {
        return store;
    }

    @Override
    public Capabilities capabilities() {
        return NONE;
    }

    @Override
    public Optional<ObjectMetadata> stat(ObjectKey key) {
        return reader.known(key).map(CatalogDocuments::metadata);
    }

    private static ObjectMetadata metadata(DocumentState state) {
        return ObjectMetadata.of(state.key(), state.size(), state.modified());
    }

    @Override
    @MustBeClosed
    public ObjectContent get(ObjectKey key, GetOptions options) {
        StoredDocument stored = reader.document(key)
                .filter(document -> document.bytes().isPresent())
                .orElseThrow(() -> absent(key));
        byte[] bytes = stored.bytes().get();
        ByteRange.Span range =
                options.range().within(bytes.length).orElseThrow(() -> refused("reading behind the end of " + key));
        var stream = new ByteArrayInputStream(bytes, (int) range.offset(), (int) range.length());
        return new ObjectContent(metadata(stored.state()), range, stream);
    }

    private RuntimeException absent(ObjectKey key) {
        return reader.state().selection().has(root, key)
                ? new StorageException.ObjectNotFound(store, key, null)
                : new ArtifactFailure.NotFound(key + " is not in the catalog, which leaves it out (metadataInclude and"
                        + " metadataExclude of the remote, --include and --exclude of waybill remote sync)");
    }

    private StorageException refused(String what) {
        return new StorageException.NotSupported(store, Optional.empty(), what + " in a catalog");
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        throw refused("writing");
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        throw refused("deleting");
    }

    @Override
    public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        throw refused("deleting");
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> list(ListOptions options) {
        throw refused("listing objects");
    }

    @Override
    public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        throw refused("copying");
    }

    @Override
    @MustBeClosed
    public UploadSession openUpload(UploadRequest request) {
        throw refused("writing");
    }

    @Override
    @MustBeClosed
    public Stream<UnfinishedUpload> listUploads(KeyPrefix prefix) {
        throw refused("writing");
    }

    @Override
    public void close() {}
}
