package dev.waybill.domain.layer;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Says that a store cannot do what the user knows it does not do well: a gateway that accepts conditions and ignores
/// them, say. Those above then do without, as with any store that cannot.
@SuppressWarnings("MustBeClosedChecker") // what is opened goes to the caller
public final class WithholdingAdapter implements IObjectStorageAdapter {
    private final IObjectStorageAdapter inner;
    private final Set<Capability> withheld;

    /// @param inner is closed with this
    /// @param withheld what nobody is told it can
    public WithholdingAdapter(IObjectStorageAdapter inner, Set<Capability> withheld) {
        this.inner = inner;
        this.withheld = Set.copyOf(withheld);
    }

    @Override
    public Capabilities capabilities() {
        Capabilities all = inner.capabilities();
        Set<Capability> left = EnumSet.noneOf(Capability.class);
        left.addAll(all.flags());
        left.removeAll(withheld);
        boolean uploads = left.contains(Capability.RESUMABLE_UPLOAD);
        return new Capabilities(
                left,
                all.maxKeyBytes(),
                uploads ? all.maxObjectBytes() : all.maxPutBytes(),
                all.maxPutBytes(),
                all.modifiedPrecision(),
                all.checksums(),
                uploads ? all.uploadChecksums() : Set.of(),
                uploads ? all.uploadLimits() : Optional.empty(),
                all.names());
    }

    @Override
    public StoreId store() {
        return inner.store();
    }

    @Override
    public Optional<ObjectMetadata> stat(ObjectKey key) {
        return inner.stat(key);
    }

    @Override
    @MustBeClosed
    public ObjectContent get(ObjectKey key, GetOptions options) {
        return inner.get(key, options);
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        return inner.put(key, source, options);
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        inner.delete(key, options);
    }

    @Override
    public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        return inner.deleteAll(deletions);
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> list(ListOptions options) {
        return inner.list(options);
    }

    @Override
    public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        return inner.copy(from, to, options);
    }

    @Override
    @MustBeClosed
    public UploadSession openUpload(UploadRequest request) {
        return inner.openUpload(request);
    }

    @Override
    @MustBeClosed
    public Stream<UnfinishedUpload> listUploads(KeyPrefix prefix) {
        return inner.listUploads(prefix);
    }

    @Override
    public void close() {
        inner.close();
    }
}
