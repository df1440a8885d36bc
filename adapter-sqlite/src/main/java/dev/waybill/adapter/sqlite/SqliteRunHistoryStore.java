package dev.waybill.adapter.sqlite;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.sync.NoHistory;
import dev.waybill.domain.sync.RunHistory;
import dev.waybill.domain.sync.RunHistoryStore;
import dev.waybill.domain.sync.RunLog;
import dev.waybill.domain.sync.RunStart;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Optional;
import java.util.function.Consumer;

/// Keeps the history of runs in the state file, beside what was last synced. Any number of threads and processes may
/// use the file.
public final class SqliteRunHistoryStore implements RunHistoryStore {
    private final StateFile state;
    private final Retention retention;

    /// @param file the SQLite file; it and its folder are made when something is first to be noted
    /// @param retention what is dropped when a run ends
    /// @param onWarning told, in words for people, when a damaged file was moved aside and begun anew
    public SqliteRunHistoryStore(Path file, Retention retention, Consumer<String> onWarning) {
        this.state = new StateFile(file, onWarning);
        this.retention = retention;
    }

    @Override
    @MustBeClosed
    public RunLog begin(RunStart run) {
        state.place().makeFolder();
        return SqliteRunLog.begin(state, retention, run);
    }

    /// Opens the file itself, so that a long history costs no copy; where nothing may be written beside it, which
    /// reading needs, a copy.
    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // The history closes what is opened, or it is closed where there is none.
    public RunHistory open() {
        if (!state.place().exists()) {
            return NoHistory.NONE;
        }
        state.place().refuseLinks();
        if (state.place().isWritable()) {
            return history(state, () -> {});
        }
        StateCopy copy = StateCopy.of(state.path());
        return history(state.in(copy), copy::close);
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // Given away open.
    private static RunHistory history(StateFile file, Runnable held) {
        Optional<Connection> connection = Optional.empty();
        try {
            connection = file.openIfSound();
        } finally {
            if (connection.isEmpty()) {
                held.run();
            }
        }
        return connection
                .<RunHistory>map(open -> new SqliteRunHistory(file, open, held))
                .orElse(NoHistory.NONE);
    }
}
