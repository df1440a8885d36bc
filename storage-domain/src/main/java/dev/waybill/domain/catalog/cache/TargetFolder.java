package dev.waybill.domain.catalog.cache;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.sync.SyncBaseStore;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A folder of this machine that a download goes to. One thread.
public final class TargetFolder implements AutoCloseable {
    private final IObjectStorageAdapter store;
    private final Path folder;
    private final DownloadJournal journal;

    private TargetFolder(IObjectStorageAdapter store, Path folder, DownloadJournal journal) {
        this.store = store;
        this.folder = folder;
        this.journal = journal;
    }

    /// Opens a folder, which is made if it is not there.
    ///
    /// @param stores opens it as a store
    /// @param journals where large files under way are written down
    /// @param from the store that files come from
    /// @throws ArtifactFailure.Refused if the folder cannot be made
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // closed by close, or here
    public static TargetFolder open(Path folder, ObjectStorageFactory stores, SyncBaseStore journals, StoreId from) {
        Path there = made(folder.toAbsolutePath().normalize());
        IObjectStorageAdapter store = stores.openStore(there);
        try {
            return new TargetFolder(store, there, DownloadJournal.open(journals, store.store(), from));
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ArtifactFailure.Refused("the folder " + folder + " cannot be made: " + e);
        }
    }

    /// The folder as the place of a download, until this is closed.
    public DownloadTarget target() {
        return new DownloadTarget(store, KeyPrefix.ALL, Optional.of(folder), journal.transfers());
    }

    @Override
    public void close() {
        try (store) {
            journal.close();
        }
    }
}
