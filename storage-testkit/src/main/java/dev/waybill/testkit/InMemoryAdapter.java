package dev.waybill.testkit;

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
import dev.waybill.port.StorageException.NotModified;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.RangeUnsatisfiable;
import dev.waybill.port.StorageException.UploadNotFound;
import dev.waybill.port.StoreId;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// A store on the heap that passes [ObjectStorageContract]: the fake to test what stands above the port.
///
/// It can do everything, or what it is told: what is not in its [Capabilities] it refuses. Without
/// [Capability#KEY_ORDER] it lists backwards, so that nobody relies on what was not promised. Any thread may
/// call. Its bytes live as long as any client of them, see [#anotherClient].
public final class InMemoryAdapter implements IObjectStorageAdapter {
    /// Everything the port knows of; parts of 1 KiB to 1 MiB, times to the nanosecond, every checksum.
    public static final Capabilities ALL_CAPABILITIES = InMemoryCapabilities.ALL;

    /// Nothing but bytes under keys.
    public static final Capabilities NO_CAPABILITIES = InMemoryCapabilities.NONE;

    private static final AtomicLong STORES = new AtomicLong();
    private static final int DEFAULT_PAGE = 1000;

    private final InMemoryStore objects;
    private final InMemoryCapabilities able;
    private final SourceReader sources;
    private final Life life;

    /// A new, empty store that can do everything, by this clock.
    @MustBeClosed
    public InMemoryAdapter(Clock clock) {
        this(clock, ALL_CAPABILITIES);
    }

    /// A new, empty store that can do what `capabilities` say, by this clock.
    @MustBeClosed
    public InMemoryAdapter(Clock clock, Capabilities capabilities) {
        this(
                new InMemoryStore(
                        new StoreId("memory", "store-" + STORES.incrementAndGet()), clock, capabilities.names()),
                capabilities);
    }

    @MustBeClosed
    private InMemoryAdapter(InMemoryStore objects, Capabilities capabilities) {
        this.objects = objects;
        this.able = new InMemoryCapabilities(objects.id(), capabilities);
        this.life = new Life(objects.id());
        this.sources = new SourceReader(life, capabilities.maxPutBytes());
    }

    /// Another client of the same bytes, with the same capabilities and a life of its own.
    @MustBeClosed
    public InMemoryAdapter anotherClient() {
        return new InMemoryAdapter(objects, capabilities());
    }

    @Override
    public StoreId store() {
        return objects.id();
    }

    @Override
    public Capabilities capabilities() {
        return able.capabilities();
    }

    @Override
    public Optional<ObjectMetadata> stat(ObjectKey key) {
        life.requireRunning(Optional.of(key));
        return objects.version(key).map(version -> shown(version.metadata()));
    }

    @Override
    @MustBeClosed
    public ObjectContent get(ObjectKey key, GetOptions options) {
        life.requireRunning(Optional.of(key));
        able.requireGet(key, options);
        var version = existing(key);
        var metadata = version.metadata();
        requireVersion(metadata, options.ifMatch());
        if (options.unlessMatch().isPresent() && options.unlessMatch().equals(metadata.etag())) {
            throw new NotModified(store(), key, options.unlessMatch().get(), null);
        }
        ByteRange.Span span = options.range()
                .within(metadata.size())
                .orElseThrow(() -> new RangeUnsatisfiable(store(), key, options.range(), null));
        return new ObjectContent(shown(metadata), span, life.stream(key, version.bytes(), span));
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        life.requireRunning(Optional.of(key));
        able.requirePut(key, options);
        objects.require(key, options.precondition());
        var bytes = sources.read(key, source);
        var draft = new Drafts(store(), capabilities()).of(key, bytes, options, options.checksum());
        return shown(objects.write(draft, bytes, options.precondition()));
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        life.requireRunning(Optional.of(key));
        able.requireDelete(key, options);
        objects.delete(key, options.ifMatch());
    }

    @Override
    public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        life.requireRunning(Optional.empty());
        var results = new ArrayList<DeleteResult>();
        for (var deletion : deletions) {
            try {
                delete(deletion.key(), deletion.options());
                results.add(new DeleteResult.Deleted(deletion.key()));
            } catch (StorageException e) {
                results.add(new DeleteResult.Failed(deletion.key(), e));
            }
        }
        return results;
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> list(ListOptions options) {
        life.requireRunning(Optional.empty());
        able.requireList(options);
        boolean inOrder = capabilities().has(Capability.KEY_ORDER);
        int size = options.pageSize().orElse(DEFAULT_PAGE);
        return Pages.stream(options.startAfter(), after -> {
                    life.requireRunning(Optional.empty());
                    return objects.page(options.prefix(), after, size, inOrder);
                })
                .map(this::shown);
    }

    @Override
    public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        life.requireRunning(Optional.of(to));
        able.requireCopy(to, options);
        var source = existing(from);
        requireVersion(source.metadata(), options.ifSourceMatch());
        var draft = new Drafts(store(), capabilities()).ofCopy(to, source.metadata(), options);
        return shown(objects.write(draft, source.bytes(), options.precondition()));
    }

    @Override
    @MustBeClosed
    public UploadSession openUpload(UploadRequest request) {
        life.requireRunning(Optional.of(request.key()));
        able.requireUpload(request);
        var upload = request.resume()
                .map(id -> objects.upload(id)
                        .filter(found -> found.about().key().equals(request.key()))
                        .orElseThrow(() -> new UploadNotFound(store(), request.key(), null)))
                .orElseGet(() -> objects.startUpload(request));
        return new InMemoryUpload(objects, capabilities(), upload, life);
    }

    @Override
    @MustBeClosed
    public Stream<UnfinishedUpload> listUploads(KeyPrefix prefix) {
        life.requireRunning(Optional.empty());
        able.require(Capability.RESUMABLE_UPLOAD, Optional.empty());
        return objects.uploads().stream().filter(upload -> prefix.covers(upload.key()));
    }

    @Override
    public void close() {
        life.end();
    }

    private InMemoryStore.Version existing(ObjectKey key) {
        return objects.version(key).orElseThrow(() -> new ObjectNotFound(store(), key, null));
    }

    private void requireVersion(ObjectMetadata metadata, Optional<Etag> wanted) {
        if (wanted.isPresent() && !wanted.equals(metadata.etag())) {
            throw new PreconditionFailed(store(), metadata.key(), "version " + wanted.get(), null);
        }
    }

    /// What a caller gets to see of `metadata`: without version tokens, no etag.
    private ObjectMetadata shown(ObjectMetadata metadata) {
        return capabilities().has(Capability.VERSION_TOKENS)
                ? metadata
                : new ObjectMetadata(
                        metadata.key(),
                        metadata.size(),
                        metadata.modified(),
                        Optional.empty(),
                        metadata.contentModified(),
                        metadata.checksums(),
                        metadata.contentType(),
                        metadata.userMetadata(),
                        metadata.writeId());
    }
}
