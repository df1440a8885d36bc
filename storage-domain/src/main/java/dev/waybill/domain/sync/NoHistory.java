package dev.waybill.domain.sync;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.port.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Keeps no history: for who embeds a synchronizer and looks at its reports only, and where there is none yet.
public final class NoHistory implements RunHistoryStore, RunHistory, RunLog {
    /// Holds nothing, so that one is enough.
    public static final NoHistory NONE = new NoHistory();

    private NoHistory() {}

    @Override
    @MustBeClosed
    public RunLog begin(RunStart run) {
        return this;
    }

    @Override
    @MustBeClosed
    public RunHistory open() {
        return this;
    }

    @Override
    public void write(List<RunItem> items) {}

    @Override
    public void end(Instant when, RunEnd end, RunTotals totals) {}

    @Override
    public List<RunEntry> recent(int limit) {
        return List.of();
    }

    @Override
    public Optional<RunEntry> find(RunName run) {
        return Optional.empty();
    }

    @Override
    public List<RunEntry> undosOf(RunName run) {
        return List.of();
    }

    @Override
    @MustBeClosed
    public Stream<RunItem> items(RunName run) {
        return Stream.empty();
    }

    @Override
    public Optional<RunItem> item(RunName run, ObjectKey key) {
        return Optional.empty();
    }

    @Override
    public Optional<RunEntry> lastAbout(SyncPair pair, ObjectKey key) {
        return Optional.empty();
    }

    @Override
    public boolean goesOn(RunEntry run) {
        return false;
    }

    @Override
    public void close() {}
}
