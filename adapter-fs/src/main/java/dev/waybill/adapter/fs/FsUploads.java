package dev.waybill.adapter.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/// The unfinished uploads of a store, each a folder below one of the root's own. Any thread may use it.
final class FsUploads {
    /// Uploads that nobody went on with for so long are given up when the next is started.
    static final Duration AGE = Duration.ofDays(7);

    /// Longer than making or removing the files of an upload takes.
    private static final Duration MOMENT = Duration.ofMinutes(10);

    private static final Path FOLDER = Path.of(TempNames.UPLOADS);
    private final SafeRoot root;
    private final FsErrors errors;
    private final Lifetime lifetime;
    private final FsReader reader;
    private final FsWriter writer;
    private final boolean fsync;
    private final Clock clock;
    private final AtomicBoolean swept = new AtomicBoolean();

    FsUploads(
            SafeRoot root,
            FsErrors errors,
            Lifetime lifetime,
            FsReader reader,
            FsWriter writer,
            boolean fsync,
            Clock clock) {
        this.root = root;
        this.errors = errors;
        this.lifetime = lifetime;
        this.reader = reader;
        this.writer = writer;
        this.fsync = fsync;
        this.clock = clock;
    }

    @MustBeClosed
    UploadSession open(UploadRequest request) {
        var limits = FsAdapter.LIMITS;
        if (request.partBytes() < limits.minPartBytes() || request.partBytes() > limits.maxPartBytes()) {
            throw new IllegalArgumentException("partBytes of " + request.key() + " must be " + limits.minPartBytes()
                    + " to " + limits.maxPartBytes() + ": " + request.partBytes());
        }
        try {
            return request.resume().isPresent()
                    ? resume(request, request.resume().get())
                    : start(request);
        } catch (IOException e) {
            throw errors.of(request.key(), e);
        }
    }

    private FsUpload start(UploadRequest request) throws IOException {
        if (swept.compareAndSet(false, true)) {
            sweep();
        }
        var id = new UploadId(UUID.randomUUID().toString());
        for (int attempt = 1; ; attempt++) {
            var place = root.make(List.of(FOLDER, Path.of(id.value()), UploadFolder.DATA));
            boolean created = false;
            try {
                var folder = new UploadFolder(place);
                folder.create(UploadManifest.of(request, clock.instant()));
                created = true;
                return session(request, id, folder, false);
            } catch (NoSuchFileException othersFolderRemoved) {
                if (attempt == SafeRoot.ATTEMPTS) {
                    throw othersFolderRemoved;
                }
            } finally {
                if (!created) {
                    place.undo();
                    place.close();
                }
            }
        }
    }

    private FsUpload session(UploadRequest request, UploadId id, UploadFolder folder, boolean resumed) {
        var around = new FsUpload.Surroundings(root, errors, lifetime, reader, writer, fsync);
        return new FsUpload(request, id, folder, around, resumed);
    }

    private FsUpload resume(UploadRequest request, UploadId id) throws IOException {
        var folder = find(id).orElseThrow(() -> notFound(request.key()));
        boolean resumed = false;
        try {
            var manifest = folder.manifest()
                    .filter(found -> found.key().equals(request.key()))
                    .orElseThrow(() -> notFound(request.key()));
            if (manifest.partBytes() != request.partBytes()
                    || !manifest.checksum().equals(request.checksum())) {
                throw new IllegalArgumentException("the upload " + id + " to " + request.key() + " was started with "
                        + manifest.partBytes() + " bytes a part and the checksum " + manifest.checksum());
            }
            resumed = true;
            return session(request, id, folder, true);
        } finally {
            if (!resumed) {
                folder.close();
            }
        }
    }

    private StorageException.UploadNotFound notFound(ObjectKey key) {
        return new StorageException.UploadNotFound(errors.store(), key, null);
    }

    private Optional<UploadFolder> find(UploadId id) throws IOException {
        boolean ours = id.value().matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        return ours
                ? root.find(List.of(FOLDER, Path.of(id.value()), UploadFolder.DATA), false)
                        .map(UploadFolder::new)
                : Optional.empty();
    }

    List<UnfinishedUpload> list(KeyPrefix prefix) {
        try {
            var uploads = new ArrayList<UnfinishedUpload>();
            for (var id : ids()) {
                try (var folder = find(id).orElse(null)) {
                    var manifest = folder == null ? Optional.<UploadManifest>empty() : folder.manifest();
                    manifest.filter(found -> prefix.covers(found.key()))
                            .map(found -> found.toUpload(id))
                            .ifPresent(uploads::add);
                }
            }
            return uploads;
        } catch (IOException e) {
            throw errors.of(Optional.empty(), e);
        }
    }

    private List<UploadId> ids() throws IOException {
        var ids = new ArrayList<UploadId>();
        try (Place place = root.find(List.of(FOLDER, UploadFolder.DATA), false).orElse(null)) {
            if (place == null) {
                return ids;
            }
            try (Folder reading = place.folder().openFolder(Path.of("."))) {
                reading.names()
                        .forEachRemaining(
                                name -> ids.add(new UploadId(name.getFileName().toString())));
            }
        }
        return ids;
    }

    private void sweep() throws IOException {
        var limit = clock.instant().minus(AGE);
        var moment = clock.instant().minus(MOMENT);
        for (var id : ids()) {
            try (var folder = find(id).orElse(null)) {
                if (folder == null) {
                    continue;
                }
                // One without a manifest is being made or removed, which takes a moment, or was when a process was
                // killed.
                var deadline = folder.manifest().isPresent() ? limit : moment;
                if (deadline.isAfter(folder.lastChange())) {
                    folder.remove();
                }
            }
        }
    }
}
