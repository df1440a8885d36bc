package dev.waybill.cli.artifact;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.adapter.sqlite.SqliteSyncBaseStore;
import dev.waybill.cli.address.LocalPaths;
import dev.waybill.cli.address.Location;
import dev.waybill.cli.address.Places;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.run.Session;
import dev.waybill.domain.catalog.cache.DownloadTarget;
import dev.waybill.domain.sync.SyncBase;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where downloads go, and what is known there of one that was cut off. One thread.
final class DownloadPlace implements AutoCloseable {
    private final String typed;
    private final Location to;
    private final Optional<Path> local;
    private final Optional<SyncBase> state;

    private DownloadPlace(String typed, Location to, Optional<Path> local, Optional<SyncBase> state) {
        this.typed = typed;
        this.to = to;
        this.local = local;
        this.state = state;
    }

    /// The place that was typed. A folder of this machine is made, and `.waybill/state.db` beside it tells what is
    /// under
    /// way; elsewhere a download that was cut off begins anew.
    ///
    /// @param from where the files come from
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // closed by close
    static DownloadPlace of(Session session, Places places, String typed, StoreId from) {
        Optional<Path> folder = places.localPath(typed);
        folder.ifPresent(path -> make(path, typed));
        Location to = places.target(typed);
        return new DownloadPlace(
                typed,
                to,
                folder,
                folder.map(path -> new SqliteSyncBaseStore(SqliteSyncBaseStore.beside(path), session.console()::warning)
                        .openShared(new SyncPair(to.store().store(), from))));
    }

    private static void make(Path folder, String typed) {
        if (LocalPaths.isFolder(folder)) {
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw CommandFailure.usage(
                    "the folder " + typed + " cannot be made: " + e.getMessage(), "choose another folder");
        }
    }

    /// The place of one download; its folder is made if it is not there and one of this machine.
    ///
    /// @param below where it lies in this one; empty for this one itself
    DownloadTarget target(String below) {
        Optional<Path> folder = local.map(path -> path.resolve(below));
        folder.ifPresent(path -> make(path, typed));
        return new DownloadTarget(
                to.store(), (below.isEmpty() ? to : to.child(below)).folder(), folder, state.map(SyncBase::transfers));
    }

    /// The same as it was typed.
    ///
    /// @param below where it lies in this one; empty for this one itself
    String name(String below) {
        return below.isEmpty() ? typed : typed.replaceAll("/+$", "") + "/" + below;
    }

    @Override
    public void close() {
        state.ifPresent(SyncBase::close);
    }
}
