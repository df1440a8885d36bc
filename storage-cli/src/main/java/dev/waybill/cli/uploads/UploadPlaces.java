package dev.waybill.cli.uploads;

import dev.waybill.adapter.sqlite.SqliteSyncBaseStore;
import dev.waybill.cli.address.LocalPaths;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.run.Session;
import dev.waybill.domain.sync.SyncBaseStore;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.StoreId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The stores whose unfinished uploads are looked at, opened, and the state of the storage folder. One thread.
public final class UploadPlaces implements AutoCloseable {
    private final Session session;
    private final List<IObjectStorageAdapter> open = new ArrayList<>();
    private final List<FoundUploads> places = new ArrayList<>();

    /// @param place what was typed; without it, both sides that push and pull work on
    public UploadPlaces(Session session, Optional<String> place) {
        this.session = session;
        boolean done = false;
        try {
            Optional<Path> storage = session.configuration().storage().filter(LocalPaths::isFolder);
            Optional<IObjectStorageAdapter> local = storage.map(this::folder);
            Optional<SyncBaseStore> state = storage.map(
                    folder -> new SqliteSyncBaseStore(SqliteSyncBaseStore.beside(folder), session.console()::warning));
            Optional<StoreId> localId = local.map(IObjectStorageAdapter::store);
            if (place.isPresent()) {
                places.add(new FoundUploads(typed(place.get()), state, localId));
            } else {
                local.ifPresent(store -> places.add(new FoundUploads(store, state, localId)));
                places.add(new FoundUploads(remote(session.configuration().remote()), state, localId));
            }
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    /// The uploads at each of them.
    public List<FoundUploads> all() {
        return List.copyOf(places);
    }

    private IObjectStorageAdapter typed(String text) {
        Path path = LocalPaths.resolve(session.surroundings().workingFolder(), text);
        boolean isPath = text.startsWith(".") || text.startsWith("/");
        if (!isPath) {
            return remote(text.replaceFirst("(?<=[^:/]):$", ""));
        }
        if (!LocalPaths.isFolder(path)) {
            throw CommandFailure.notFound("no folder " + text, "name a remote, a URL or a folder of this machine");
        }
        return folder(path);
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by close
    private IObjectStorageAdapter remote(String name) {
        IObjectStorageAdapter store = session.factory().openStore(session.configuration(), name);
        open.add(store);
        return store;
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by close
    private IObjectStorageAdapter folder(Path root) {
        IObjectStorageAdapter store = session.factory().openStore(root);
        open.add(store);
        return store;
    }

    @Override
    public void close() {
        open.forEach(IObjectStorageAdapter::close);
        open.clear();
    }
}
