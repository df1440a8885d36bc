package dev.waybill.adapter.sftp;

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
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import java.io.IOException;
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

/// Objects as files in a folder of another machine: the key is the path, the file's mtime the time of the
/// content, in whole seconds.
public final class SftpAdapter implements IObjectStorageAdapter {
    /// The server computes none. Another one than that noted of each part would only repeat, in this process, what
    /// who hands the bytes over has computed of the same bytes.
    private static final Set<ChecksumAlgorithm> UPLOAD_CHECKSUMS = EnumSet.of(ChecksumAlgorithm.CRC32C);

    private final RemoteRoot root;
    private final ChannelPool pool;
    private final SftpErrors errors;
    private final Lifetime lifetime;
    private final SftpReader reader;
    private final SftpWriter writer;
    private final SftpDeleter deleter;
    private final SftpUploads uploads;
    private volatile Optional<Capabilities> capabilities = Optional.empty();

    private SftpAdapter(SftpConfig config, Clock clock) {
        pool = new ChannelPool(config);
        root = new RemoteRoot(pool, config);
        errors = new SftpErrors(config.store());
        lifetime = new Lifetime(errors);
        reader = new SftpReader(root, errors, lifetime);
        writer = new SftpWriter(root, errors, clock);
        deleter = new SftpDeleter(root, errors, lifetime);
        uploads = new SftpUploads(new SftpUpload.Surroundings(root, errors, lifetime, clock));
    }

    /// An adapter that connects with its first call. Whoever opens it closes it.
    @MustBeClosed
    static IObjectStorageAdapter open(SftpConfig config, Clock clock) {
        return new SftpAdapter(config, clock);
    }

    @Override
    public StoreId store() {
        return errors.store();
    }

    @Override
    public Capabilities capabilities() {
        if (capabilities.isEmpty()) {
            lifetime.begin(Optional.empty());
            try (var call = root.begin()) {
                capabilities = Optional.of(of(call.channel()));
            } catch (IOException e) {
                throw errors.of(Optional.empty(), e);
            }
        }
        return capabilities.get();
    }

    /// Version 3 has no token of a version and nothing to compare one with, so there is no such condition.
    private static Capabilities of(SftpChannel channel) {
        var flags = EnumSet.of(Capability.KEY_ORDER, Capability.RESUMABLE_UPLOAD);
        boolean links = channel.offers(Fxp.HARD_LINK);
        if (links) {
            flags.addAll(Set.of(Capability.PUT_IF_ABSENT, Capability.CONDITIONAL_COMPLETE));
        }
        if (channel.offers(Fxp.POSIX_RENAME)) {
            flags.add(Capability.ATOMIC_REPLACE);
        }
        if (channel.offers(Fxp.COPY_DATA)) {
            flags.add(Capability.SERVER_SIDE_COPY);
            if (links) {
                flags.add(Capability.CONDITIONAL_COPY);
            }
        }
        return new Capabilities(
                flags,
                ObjectKey.MAX_BYTES,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Optional.of(Duration.ofSeconds(1)),
                EnumSet.allOf(ChecksumAlgorithm.class),
                UPLOAD_CHECKSUMS,
                Optional.of(SftpUploads.LIMITS),
                SftpKeys.RULES);
    }

    @Override
    public Optional<ObjectMetadata> stat(ObjectKey key) {
        begin(key);
        try {
            return reader.stat(key).map(facts -> facts.metadata(key));
        } catch (IOException e) {
            throw errors.of(key, e);
        }
    }

    @Override
    @MustBeClosed
    public ObjectContent get(ObjectKey key, GetOptions options) {
        begin(key);
        if (options.ifMatch().isPresent() || options.unlessMatch().isPresent()) {
            throw errors.notSupported(key, "reading one version only");
        }
        try {
            return reader.open(key, options);
        } catch (IOException e) {
            throw errors.of(key, e);
        }
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        begin(key);
        requireSupported(key, options);
        var modified = options.contentModified();
        return writer.write(key, options.precondition(), modified, file -> write(key, source, options, file));
    }

    private long write(ObjectKey key, ObjectSource source, PutOptions options, RemoteFile file) throws IOException {
        var hasher = options.checksum().map(expected -> ContentHasher.of(expected.algorithm()));
        try (var in = new SourceStream(key, source, errors, lifetime)) {
            long size = file.write(in, 0, hasher.stream().toList());
            hasher.map(ContentHasher::finish)
                    .filter(found -> !options.checksum().equals(Optional.of(found)))
                    .ifPresent(found -> {
                        throw errors.corrupt(
                                key,
                                "the bytes hash to " + found + ", not to "
                                        + options.checksum().get());
                    });
            return size;
        }
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
        begin(key);
        deleter.delete(key, options);
    }

    @Override
    public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        lifetime.begin(Optional.empty());
        return deleter.deleteAll(deletions);
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> list(ListOptions options) {
        lifetime.begin(Optional.empty());
        try {
            var call = root.begin();
            boolean walking = false;
            try {
                var walk = new SftpWalk(call, errors, lifetime, options);
                walking = true;
                int order = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT;
                return StreamSupport.stream(Spliterators.spliteratorUnknownSize(walk, order), false)
                        .onClose(walk::close);
            } finally {
                if (!walking) {
                    call.close();
                }
            }
        } catch (IOException e) {
            throw errors.of(Optional.empty(), e);
        }
    }

    @Override
    public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        begin(from);
        begin(to);
        if (options.userMetadata().filter(entries -> !entries.isEmpty()).isPresent()) {
            throw errors.notSupported(to, "user metadata");
        }
        if (options.writeId().isPresent()) {
            throw errors.notSupported(to, "write ids");
        }
        if (options.ifSourceMatch().isPresent()) {
            throw errors.notSupported(from, "copying one version only");
        }
        return new SftpCopy(root, reader, writer, errors).copy(from, to, options);
    }

    @Override
    @MustBeClosed
    public UploadSession openUpload(UploadRequest request) {
        begin(request.key());
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
        lifetime.begin(Optional.empty());
        return uploads.list(prefix).stream();
    }

    @Override
    public void close() {
        lifetime.end();
        pool.close();
    }

    private void begin(ObjectKey key) {
        lifetime.begin(Optional.of(key));
        SftpKeys.violation(key.value()).ifPresent(rule -> {
            throw errors.rejected(key, rule);
        });
    }
}
