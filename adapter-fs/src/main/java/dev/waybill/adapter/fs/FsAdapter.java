package dev.waybill.adapter.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
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
import dev.waybill.port.UploadLimits;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Objects as files in a folder: the key is the path, the file's mtime the time of the content.
///
/// Conditions hold among all threads of this process, and among the conditional writers of all processes; a
/// foreign program, or another process's write without condition, can come between check and renaming.
public final class FsAdapter implements IObjectStorageAdapter {
    static final UploadLimits LIMITS = new UploadLimits(4096, 1L << 40, 100_000);
    private static final Set<ChecksumAlgorithm> CHECKSUMS = EnumSet.allOf(ChecksumAlgorithm.class);

    /// CRC32C is noted of each part anyway, and what cannot be joined from parts is read from the disk again. The
    /// others would only repeat, in this process, what who hands the bytes over has computed of the same bytes.
    private static final Set<ChecksumAlgorithm> UPLOAD_CHECKSUMS = EnumSet.of(
            ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.MD5, ChecksumAlgorithm.SHA1, ChecksumAlgorithm.SHA256);

    private final SafeRoot root;
    private final FsErrors errors;
    private final Lifetime lifetime;
    private final FsReader reader;
    private final FsWriter writer;
    private final FsDeleter deleter;
    private final FsUploads uploads;
    private final Presence presence = new Presence();
    private final Capabilities abilities;
    private volatile @Nullable Capabilities capabilities;

    /// An adapter of the folder that `config` names; nothing is touched before the first call.
    /// Whoever makes it closes it.
    public FsAdapter(FsConfig config, Clock clock) {
        this(config, new SafeRoot(config), clock);
    }

    FsAdapter(FsConfig config, SafeRoot root, Clock clock) {
        this.root = root;
        errors = new FsErrors(storeOf(root), root.path());
        lifetime = new Lifetime(errors);
        reader = new FsReader(root, errors, lifetime);
        writer = new FsWriter(root, errors, lifetime, config.fsync(), clock, presence);
        deleter = new FsDeleter(root, writer, errors, lifetime, config.pruneEmptyFolders());
        uploads = new FsUploads(root, errors, lifetime, reader, writer, config.fsync(), clock);
        abilities = new Capabilities(
                EnumSet.complementOf(EnumSet.of(Capability.USER_METADATA, Capability.KEY_SEEK)),
                ObjectKey.MAX_BYTES,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Optional.of(Duration.ofNanos(1)),
                CHECKSUMS,
                UPLOAD_CHECKSUMS,
                Optional.of(LIMITS));
    }

    static StoreId storeOf(SafeRoot root) {
        return new StoreId(FsAdapterProvider.SCHEME, root.path().toString());
    }

    @Override
    public StoreId store() {
        return errors.store();
    }

    @Override
    public Capabilities capabilities() {
        Capabilities known = capabilities;
        if (known == null) {
            synchronized (abilities) {
                known = capabilities == null ? abilities.withNames(NameProbe.of(root)) : capabilities;
                capabilities = known;
            }
        }
        return known;
    }

    @Override
    public Optional<ObjectMetadata> stat(ObjectKey key) {
        enter(key);
        try {
            return reader.stat(key).map(facts -> facts.metadata(key));
        } catch (IOException e) {
            throw errors.of(key, e);
        }
    }

    @Override
    @MustBeClosed
    public ObjectContent get(ObjectKey key, GetOptions options) {
        enter(key);
        try {
            return reader.get(key, options);
        } catch (IOException e) {
            throw errors.of(key, e);
        }
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        enterToWrite(key);
        requireSupported(key, options);
        var content = new SourceContent(key, source, errors, lifetime);
        long length = source.length().orElse(Long.MAX_VALUE);
        return writer.write(key, options.precondition(), options.contentModified(), length, channel -> {
            var hasher = options.checksum().map(expected -> ContentHasher.of(expected.algorithm()));
            content.writeTo(channel, 0, hasher.stream().toList());
            hasher.ifPresent(h ->
                    SourceContent.requireEqual(errors, key, options.checksum().get(), h.finish()));
        });
    }

    private void requireSupported(ObjectKey key, PutOptions options) {
        if (!options.userMetadata().isEmpty()) {
            throw errors.notSupported(key, "user metadata");
        }
        if (options.writeId().isPresent()) {
            throw errors.notSupported(key, "write ids");
        }
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        enter(key);
        deleter.delete(key, options);
    }

    @Override
    public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        lifetime.enter(Optional.empty());
        return deleter.deleteAll(deletions);
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> list(ListOptions options) {
        lifetime.enter(Optional.empty());
        try {
            var walk = new FsWalk(root, errors, lifetime, options);
            int order = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT;
            return StreamSupport.stream(Spliterators.spliteratorUnknownSize(walk, order), false)
                    .onClose(() -> close(walk));
        } catch (IOException e) {
            throw errors.of(Optional.empty(), e);
        }
    }

    private static void close(FsWalk walk) {
        try {
            walk.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        enter(from);
        enterToWrite(to);
        if (options.userMetadata().filter(entries -> !entries.isEmpty()).isPresent()) {
            throw errors.notSupported(to, "user metadata");
        }
        if (options.writeId().isPresent()) {
            throw errors.notSupported(to, "write ids");
        }
        return new FsCopy(reader, writer, errors).copy(from, to, options);
    }

    @Override
    @MustBeClosed
    public UploadSession openUpload(UploadRequest request) {
        enterToWrite(request.key());
        requireSupported(request.key(), request.options());
        request.checksum()
                .filter(algorithm -> !UPLOAD_CHECKSUMS.contains(algorithm))
                .ifPresent(algorithm -> {
                    throw errors.notSupported(request.key(), "verifying an upload in " + algorithm);
                });
        return uploads.open(request);
    }

    @Override
    @MustBeClosed
    public Stream<UnfinishedUpload> listUploads(KeyPrefix prefix) {
        lifetime.enter(Optional.empty());
        return uploads.list(prefix).stream();
    }

    @Override
    public void close() {
        lifetime.close();
        presence.close();
    }

    private void enterToWrite(ObjectKey key) {
        enter(key);
        capabilities().names().violation(key).ifPresent(rule -> {
            throw errors.rejected(key, rule);
        });
    }

    private void enter(ObjectKey key) {
        lifetime.enter(Optional.of(key));
        FsKeys.violation(key).ifPresent(rule -> {
            throw errors.rejected(key, rule);
        });
    }
}
