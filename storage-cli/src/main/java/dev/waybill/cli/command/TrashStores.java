package dev.waybill.cli.command;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.sync.Speed;
import dev.waybill.cli.sync.SyncPlace;
import dev.waybill.domain.config.SyncDefaults;
import dev.waybill.domain.sync.NoHistory;
import dev.waybill.domain.sync.RunHistory;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.transfer.TransferLimits;
import dev.waybill.port.IObjectStorageAdapter;
import java.util.List;
import java.util.Optional;

/// The stores whose trash is meant: both sides of push and pull, or one that is named. One thread.
///
/// @param stores which
/// @param history what runs of this machine did, as far as it is known
/// @param closing what closes all of it
record TrashStores(List<IObjectStorageAdapter> stores, RunHistory history, List<AutoCloseable> closing)
        implements AutoCloseable {

    /// @param named the name of a remote or a URL; both sides if empty
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // closed by close, or here where opening fails
    static TrashStores open(Session session, Optional<String> named) {
        if (named.isPresent()) {
            String name = named.get().replaceFirst("(?<=[^:/]):$", "");
            IObjectStorageAdapter store =
                    session.factory().openStore(session.factory().remote(session.configuration(), name));
            boolean known = session.configuration().storage().isPresent();
            RunHistory history = known ? SyncPlace.history(session) : NoHistory.NONE;
            return new TrashStores(List.of(store), history, List.of(store, history));
        }
        boolean follow = session.configuration().sync().links().equals(Optional.of(SyncDefaults.Links.FOLLOW));
        var place = SyncPlace.open(session, SyncDirection.PUSH, follow, Speed.pinned(TransferLimits.DEFAULT));
        RunHistory history = place.history();
        return new TrashStores(List.of(place.local(), place.remote()), history, List.of(history, place));
    }

    @Override
    public void close() {
        for (AutoCloseable each : closing) {
            try {
                each.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("stores and histories throw unchecked exceptions only", e);
            }
        }
    }
}
