package dev.waybill.adapter.sqlite;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.sync.SyncBase;
import dev.waybill.domain.sync.SyncBaseStore;
import dev.waybill.domain.sync.SyncPair;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Optional;
import java.util.function.Consumer;

/// Keeps what was last synced in one SQLite file, for any number of pairs.
///
/// Any number of threads and processes may use the file. It holds names, sizes, times, version tokens and
/// checksums; no content and no credential. Nothing is opened before the first run asks.
public final class SqliteSyncBaseStore implements SyncBaseStore {
    private final StateFile state;

    /// @param file the SQLite file; it and its folder are made when something is first to be noted
    /// @param onWarning told, in words for people, when a damaged file was moved aside and begun anew
    public SqliteSyncBaseStore(Path file, Consumer<String> onWarning) {
        state = new StateFile(file, onWarning);
    }

    /// The place of the state file of a storage folder: `.waybill/state.db` beside it.
    public static Path beside(Path storageFolder) {
        return storageFolder
                .toAbsolutePath()
                .normalize()
                .resolveSibling(".waybill")
                .resolve("state.db");
    }

    @Override
    @MustBeClosed
    public SyncBase open(SyncPair pair) {
        return open(pair, PairLock.Kind.ALONE);
    }

    @Override
    @MustBeClosed
    public SyncBase openShared(SyncPair pair) {
        return open(pair, PairLock.Kind.SHARED);
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // The base closes both, or they are closed where it throws.
    private SyncBase open(SyncPair pair, PairLock.Kind kind) {
        state.place().makeFolder();
        PairLock lock = PairLock.take(state.path(), pair, kind);
        try {
            return SqliteSyncBase.forRun(state, pair, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    @Override
    @MustBeClosed
    public SyncBase openReadOnly(SyncPair pair) {
        return state.place().exists() ? copied(pair) : new NoBase();
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // The base closes both, or they are closed where there is none.
    private SyncBase copied(SyncPair pair) {
        state.place().refuseLinks();
        StateCopy copy = StateCopy.of(state.path());
        boolean given = false;
        try {
            StateFile copied = state.in(copy);
            Optional<Connection> connection = copied.openIfSound();
            if (connection.isEmpty()) {
                return new NoBase();
            }
            SyncBase base = SqliteSyncBase.readOnly(copied, connection.get(), pair, copy);
            given = true;
            return base;
        } finally {
            if (!given) {
                copy.close();
            }
        }
    }
}
