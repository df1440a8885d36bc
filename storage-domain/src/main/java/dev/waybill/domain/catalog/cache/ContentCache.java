package dev.waybill.domain.catalog.cache;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.artifact.DownloadListener;
import dev.waybill.domain.artifact.FreeRoom;
import dev.waybill.domain.artifact.LocalContents;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.transfer.TransferJournal;
import dev.waybill.port.IObjectStorageAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The contents of artifacts that this machine keeps, each once, under its SHA-256. Any number of threads and processes
/// may use one folder.
///
/// The folder is all there is: what is whole and unchanged shows in the file of a content, and when it was last used
/// is its time of access. So whatever dies at whatever moment leaves nothing that is wrong.
public final class ContentCache implements LocalContents, AutoCloseable {
    private final CacheSettings settings;
    private final CacheFolder folder;
    private final IObjectStorageAdapter contents;
    private final CacheLocks locks;
    private final Consumer<? super String> warnings;
    private final ContentFiles files;
    private final CacheSize size;

    private ContentCache(
            CacheSettings settings,
            IObjectStorageAdapter contents,
            CacheLocks locks,
            Consumer<? super String> warnings) {
        this.settings = settings;
        this.folder = new CacheFolder(
                settings.folder(), contents.capabilities().names().ignoresSpelling());
        this.contents = contents;
        this.locks = locks;
        this.warnings = warnings;
        this.files = new ContentFiles(folder, contents, warnings);
        this.size = new CacheSize(settings, folder, locks, files, warnings);
    }

    /// Opens the cache of a folder, which is made if it is not there.
    ///
    /// @param stores opens the folder of the contents as a store
    /// @param warnings told, in words for people, of what is damaged
    /// @throws Unusable if the folder can neither be found nor made, or not be written to
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // Closed by the cache, or here.
    public static ContentCache open(
            CacheSettings settings, ObjectStorageFactory stores, Consumer<? super String> warnings) {
        var folder = new CacheFolder(settings.folder());
        try {
            Files.createDirectories(folder.contents());
            CacheLocks locks = CacheLocks.open(folder.locks());
            try {
                return new ContentCache(settings, stores.openStore(folder.contents()), locks, warnings);
            } catch (RuntimeException e) {
                locks.close();
                throw e;
            }
        } catch (IOException e) {
            throw unusable(settings.folder(), e);
        }
    }

    /// Opens the cache for downloads to folders of one's own, where it is of use to them. One that cannot be used is
    /// told of and done without.
    ///
    /// @param how how files come to be there
    /// @param warnings told, in words for people, of what is damaged
    /// @param listener told that the cache is left out, and why
    /// @return the cache, to be closed by the caller; empty if it is not used
    @SuppressWarnings("MustBeClosedChecker") // Given away open.
    public static Optional<ContentCache> openFor(
            Materialization how,
            CacheSettings settings,
            ObjectStorageFactory stores,
            Consumer<? super String> warnings,
            DownloadListener listener) {
        boolean useful = switch (how) {
            case LINK -> true;
            case COPY -> settings.isThere();
            case FETCH -> false;
        };
        try {
            return useful ? Optional.of(open(settings, stores, warnings)) : Optional.empty();
        } catch (Unusable e) {
            listener.contentsLeftOut(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    static Unusable unusable(Path folder, IOException e) {
        return new Unusable("the cache " + folder + " cannot be used: " + e, e);
    }

    private Unusable unusable(IOException e) {
        return unusable(settings.folder(), e);
    }

    /// The store that contents are written to.
    public IObjectStorageAdapter store() {
        return contents;
    }

    @MustBeClosed
    private CacheLocks.Held lock(ManifestFile file, boolean shared) throws IOException, InterruptedException {
        var patience = LockPatience.withContent(settings.clock(), folder, file.digest());
        return locks.lock(CacheLocks.of(file.digest()), shared, patience);
    }

    @Override
    public boolean use(ManifestFile file, Use use) throws InterruptedException {
        Optional<Boolean> used = useIfSound(file, use);
        return used.isPresent() ? used.get() : useIfMended(file, use);
    }

    /// Uses what was neither changed nor is missing; empty where that must be looked at alone.
    @SuppressWarnings("try") // the lock is only held
    private Optional<Boolean> useIfSound(ManifestFile file, Use use) throws InterruptedException {
        Path content = files.path(file);
        try (var held = lock(file, true)) {
            return switch (ContentMark.look(content, file)) {
                case ABSENT -> Optional.of(false);
                case SOUND -> {
                    handOn(content, use);
                    yield Optional.of(true);
                }
                case SUSPECT, WRONG -> Optional.empty();
            };
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    @SuppressWarnings("try") // the lock is only held
    private boolean useIfMended(ManifestFile file, Use use) throws InterruptedException {
        try (var held = lock(file, false)) {
            return files.isSound(file) && handOn(files.path(file), use);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    @Override
    @SuppressWarnings("try") // the lock is only held
    public boolean obtain(ManifestFile file, Fetch fetch, Use use) throws InterruptedException {
        if (use(file, use)) {
            return false;
        }
        try (var held = lock(file, false)) {
            if (files.isSound(file)) {
                handOn(files.path(file), use);
                return false;
            }
            files.fetch(file, fetch);
            handOn(files.path(file), use);
        } catch (IOException e) {
            throw unusable(e);
        }
        size.added(file.size());
        return true;
    }

    private boolean handOn(Path content, Use use) throws IOException {
        ContentMark.touch(content, settings.clock().instant());
        use.of(content);
        return true;
    }

    @Override
    @SuppressWarnings("try") // the lock is only held
    public void discard(ManifestFile file) throws InterruptedException {
        try (var held = lock(file, false)) {
            files.discard(file);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    @Override
    public long missingBytes(List<ManifestFile> wanted, Optional<TransferJournal> journal) {
        return files.missingBytes(wanted, journal);
    }

    @Override
    public Optional<FreeRoom> room() {
        return Optional.of(FreeRoom.of(folder.contents()));
    }

    /// Removes what was used longest ago, as asked for.
    ///
    /// @throws Unusable if the folder cannot be read or changed
    public CacheCleared clear(CacheClearing clearing) throws InterruptedException {
        try {
            return size.clear(clearing);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /// How much there is.
    ///
    /// @throws Unusable if the folder cannot be read
    public CacheUsage usage() {
        try {
            return size.usage();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /// The versions that do not go by themselves.
    public CachePins pins() {
        return new CachePins(folder, warnings);
    }

    /// The folder in the cache where the files of a version are, or would be.
    public Path folder(CachedVersion version) {
        return folder.downloads().resolve(folder.relative(version));
    }

    /// Notes which contents a version has, so that those of a repository are known. Without that, they only cannot be
    /// told from others.
    void remember(CachedVersion version, Collection<ManifestFile> all) {
        try {
            new VersionRecords(folder.versions()).write(VersionRecord.of(version, all));
        } catch (IOException e) {
            warnings.accept("the cache cannot note what " + version + " has: " + e);
        }
    }

    /// Opens the folder of a version, which is made if it is not there and stays until it is closed.
    ///
    /// @throws Unusable if it cannot be made
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // The folder closes it, or it is closed here.
    VersionFolder open(CachedVersion version) throws InterruptedException {
        try {
            var patience = LockPatience.with(settings.clock(), "the folder of " + version + " in the cache");
            var held = locks.lock(CacheLocks.of(folder.relative(version)), true, patience);
            try {
                Path path = folder(version);
                Files.createDirectories(path);
                return new VersionFolder(path, held);
            } catch (IOException e) {
                held.close();
                throw e;
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /// A folder that stays.
    record VersionFolder(Path path, CacheLocks.Held held) implements AutoCloseable {
        @Override
        public void close() {
            try {
                held.close();
            } catch (IOException e) {
                throw unusable(path, e);
            }
        }
    }

    @Override
    public void close() {
        try (locks) {
            contents.close();
        } catch (IOException e) {
            throw unusable(e);
        }
    }
}
