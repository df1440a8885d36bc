package dev.waybill.domain.sync;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.port.ObjectKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What runs did, to be read. One thread at a time, but that items may be looked up while a stream of them is read.
public interface RunHistory extends AutoCloseable {
    /// The last runs, the newest first.
    List<RunEntry> recent(int limit);

    /// The run of this name, if it is kept.
    Optional<RunEntry> find(RunName run);

    /// The run of this name, if it was one on `pair`.
    ///
    /// @throws SyncRefused if no such run is kept, or it was one on other stores
    default RunEntry find(RunName run, SyncPair pair) {
        RunEntry found = find(run).orElseThrow(() -> new SyncRefused.UnknownRun(run.value()));
        if (!found.start().isOf(pair)) {
            throw new SyncRefused.OtherPair(found.start(), pair);
        }
        return found;
    }

    /// The runs that undid `run`, the newest first.
    List<RunEntry> undosOf(RunName run);

    /// What a run did, in key order; memory does not grow with the number.
    @MustBeClosed
    Stream<RunItem> items(RunName run);

    /// What a run did about `key`.
    Optional<RunItem> item(RunName run, ObjectKey key);

    /// The last run on `pair` that did something about `key`.
    Optional<RunEntry> lastAbout(SyncPair pair, ObjectKey key);

    /// Whether the run works still, on this machine.
    boolean goesOn(RunEntry run);

    /// Lets the history go.
    @Override
    void close();
}
