package dev.waybill.adapter.sqlite;

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
import dev.waybill.port.StoreId;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A store of any number of objects, all alike, that remembers how many there are and nothing else. Any thread may
/// call.
final class EndlessStore implements IObjectStorageAdapter {
    private static final Instant TIME = Instant.parse("2020-01-01T00:00:00Z");

    private final StoreId id;
    private final LongConsumer onListed;
    private final AtomicLong count;
    private final Naming naming;
    private final byte[] content;

    /// How objects are named: in the order of their numbers, and so that names do not get shorter.
    interface Naming {
        String name(long number);
    }

    /// One-byte objects in one folder.
    ///
    /// @param count how many objects it has at the beginning
    /// @param onListed told of each object that is listed
    EndlessStore(StoreId id, long count, LongConsumer onListed) {
        this(id, count, onListed, "folder/object-%09d"::formatted, new byte[1]);
    }

    /// @param count how many objects it has at the beginning
    /// @param onListed told of each object that is listed
    /// @param content of each object
    EndlessStore(StoreId id, long count, LongConsumer onListed, Naming naming, byte[] content) {
        this.id = id;
        this.count = new AtomicLong(count);
        this.onListed = onListed;
        this.naming = naming;
        this.content = content.clone();
    }

    long count() {
        return count.get();
    }

    void keepFirst(long first) {
        count.set(first);
    }

    private ObjectMetadata object(ObjectKey key) {
        return ObjectMetadata.of(key, content.length, TIME).withEtag(new Etag("v-" + key.value()));
    }

    @Override
    public StoreId store() {
        return id;
    }

    @Override
    public Capabilities capabilities() {
        var all = EnumSet.of(
                Capability.VERSION_TOKENS,
                Capability.KEY_ORDER,
                Capability.PUT_IF_ABSENT,
                Capability.PUT_IF_MATCH,
                Capability.DELETE_IF_MATCH,
                Capability.ATOMIC_REPLACE,
                Capability.USER_METADATA);
        return new Capabilities(
                all,
                ObjectKey.MAX_BYTES,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Optional.of(Duration.ofNanos(1)),
                Set.of(),
                Set.of(),
                Optional.empty());
    }

    /// The digits of a name are its number: only the first so many are there.
    @Override
    public Optional<ObjectMetadata> stat(ObjectKey key) {
        String digits = key.value().replaceAll("\\D", "");
        boolean isThere = !digits.isEmpty() && Long.parseLong(digits) < count.get();
        return isThere ? Optional.of(object(key)) : Optional.empty();
    }

    @Override
    @MustBeClosed
    public ObjectContent get(ObjectKey key, GetOptions options) {
        return new ObjectContent(object(key), new ByteRange.Span(0, content.length), new ByteArrayInputStream(content));
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        try (InputStream bytes = source.open()) {
            bytes.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        count.incrementAndGet();
        return object(key);
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        count.decrementAndGet();
    }

    @Override
    public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        deletions.forEach(each -> count.decrementAndGet());
        return deletions.stream()
                .<DeleteResult>map(each -> new DeleteResult.Deleted(each.key()))
                .toList();
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> list(ListOptions options) {
        return LongStream.range(0, count.get()).mapToObj(number -> {
            onListed.accept(number);
            return object(ObjectKey.of(naming.name(number)));
        });
    }

    @Override
    public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        throw new UnsupportedOperationException("copies");
    }

    @Override
    @MustBeClosed
    public UploadSession openUpload(UploadRequest request) {
        throw new UnsupportedOperationException("uploads");
    }

    @Override
    @MustBeClosed
    public Stream<UnfinishedUpload> listUploads(KeyPrefix prefix) {
        return Stream.empty();
    }

    @Override
    public void close() {}
}
