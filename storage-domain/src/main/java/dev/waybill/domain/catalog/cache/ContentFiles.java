package dev.waybill.domain.catalog.cache;

import dev.waybill.domain.artifact.LocalContents;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.sync.SyncRefused;
import dev.waybill.domain.transfer.TransferJournal;
import dev.waybill.domain.transfer.UnfinishedTransfer;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadLimits;
import dev.waybill.port.UploadSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files of contents, each by itself. Any number of threads may use it; who changes one holds its lock.
///
/// @param contents the store that they are written to
/// @param warnings told, in words for people, of what is damaged
record ContentFiles(CacheFolder folder, IObjectStorageAdapter contents, Consumer<? super String> warnings) {
    private static final int BUFFER_BYTES = 256 << 10;

    Path path(ManifestFile file) {
        return folder.content(file.digest());
    }

    /// Whether a content is there and right. One that may have been written to is read; what is wrong goes. Its lock is
    /// held alone.
    boolean isSound(ManifestFile file) throws IOException {
        Path content = path(file);
        return switch (ContentMark.look(content, file)) {
            case ABSENT -> false;
            case SOUND -> true;
            case SUSPECT -> {
                boolean right = hash(content).equals(file.digest());
                if (right) {
                    ContentMark.set(content, file);
                } else {
                    remove(file, "it was changed");
                }
                yield right;
            }
            case WRONG -> {
                remove(file, "it is not " + file.size() + " bytes long");
                yield false;
            }
        };
    }

    private static Checksum hash(Path content) throws IOException {
        var hasher = ContentHasher.of(ChecksumAlgorithm.SHA256);
        var buffer = new byte[BUFFER_BYTES];
        try (InputStream bytes = Files.newInputStream(content)) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                hasher.update(buffer, 0, read);
            }
        }
        return hasher.finish();
    }

    private void remove(ManifestFile file, String why) {
        warnings.accept("the cache has lost " + file.digest() + ": " + why);
        try {
            contents.delete(CacheFolder.key(file.digest()), DeleteOptions.ANY);
        } catch (StorageException e) {
            throw new LocalContents.Unusable(e);
        }
    }

    /// Fetches a content that is not there, and seals it. Its lock is held alone.
    ///
    /// What fails here, and not at the repository, keeps the content from being kept and nothing else.
    void fetch(ManifestFile file, LocalContents.Fetch fetch) throws IOException {
        ObjectKey key = CacheFolder.key(file.digest());
        try {
            fetch.into(contents, key, ContentMark.time(file));
            ContentMark.seal(path(file));
        } catch (StorageException.CorruptContent | StorageException.Cancelled | StorageException.SourceFailed e) {
            throw e;
        } catch (SyncRefused.StateUnusable e) {
            throw new LocalContents.Unusable(String.valueOf(e.getMessage()), e);
        } catch (StorageException e) {
            throw e.store().equals(contents.store()) ? new LocalContents.Unusable(e) : e;
        }
    }

    /// Removes a content whose bytes are not what they were. Its lock is held alone.
    void discard(ManifestFile file) throws IOException {
        Path content = path(file);
        if (Files.exists(content) && !hash(content).equals(file.digest())) {
            remove(file, "its bytes are not those it had");
        }
    }

    /// How many bytes of these are not there yet, nor in what fetches left that were cut off.
    long missingBytes(List<ManifestFile> files, Optional<TransferJournal> journal) {
        Set<Checksum> seen = new HashSet<>();
        long missing = 0;
        for (ManifestFile file : files) {
            if (seen.add(file.digest()) && !isThere(file)) {
                missing += file.size();
            }
        }
        Set<ObjectKey> keys = seen.stream().map(CacheFolder::key).collect(Collectors.toSet());
        long begun = journal.stream()
                .flatMap(record -> record.unfinished(contents.store()).stream())
                .filter(transfer -> keys.contains(transfer.route().to()))
                .mapToLong(UnfinishedTransfer::bytes)
                .sum();
        return missing - begun;
    }

    private boolean isThere(ManifestFile file) {
        try {
            return Files.size(path(file)) == file.size();
        } catch (IOException absent) {
            return false;
        }
    }

    /// Removes what fetches left that were cut off and that nobody goes on with now.
    ///
    /// @param before those that were begun before
    void giveUpUnfinished(CacheLocks locks, Instant before) throws IOException {
        UploadLimits bounds = contents.capabilities().uploadLimits().orElseThrow();
        try (Stream<UnfinishedUpload> uploads = contents.listUploads(KeyPrefix.ALL)) {
            for (UnfinishedUpload upload : uploads.toList()) {
                if (upload.started()
                        .filter(started -> !started.isBefore(before))
                        .isEmpty()) {
                    giveUp(upload, bounds, locks);
                }
            }
        } catch (StorageException e) {
            throw new LocalContents.Unusable(e);
        }
    }

    @SuppressWarnings("try") // the lock is only held
    private void giveUp(UnfinishedUpload upload, UploadLimits bounds, CacheLocks locks) throws IOException {
        var digest = new Checksum(ChecksumAlgorithm.SHA256, upload.key().name());
        var lock = locks.tryLock(CacheLocks.of(digest), false);
        if (lock.isEmpty()) {
            return;
        }
        try (var held = lock.get();
                UploadSession session = contents.openUpload(upload.toLookAt(bounds))) {
            session.abort();
        } catch (StorageException.UploadNotFound ended) {
            return;
        }
    }
}
