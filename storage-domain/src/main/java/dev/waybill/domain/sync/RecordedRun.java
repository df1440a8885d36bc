package dev.waybill.domain.sync;

import dev.waybill.domain.sync.trash.RunCard;
import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.domain.sync.trash.Trash;
import dev.waybill.domain.transfer.TransferEngine;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// A run that changes something, told of in the history: what it is to be undone by is kept, in the log and in the
/// trash. To be run once.
///
/// @param command what was asked for
/// @param name told apart from every other run
/// @param options what was asked for
/// @param history where it is kept what runs did
/// @param engine copies what is kept
/// @param listener told of what happens, once it was noted
record RecordedRun(
        String command,
        RunName name,
        Instant begin,
        SyncEnds ends,
        SyncOptions options,
        SyncBase base,
        RunHistoryStore history,
        TransferEngine engine,
        Clock clock,
        SyncListener listener) {

    /// One that is called by its direction.
    RecordedRun(
            RunName name,
            Instant begin,
            SyncEnds ends,
            SyncOptions options,
            SyncBase base,
            RunHistoryStore history,
            TransferEngine engine,
            Clock clock,
            SyncListener listener) {
        this(
                ends.direction().name().toLowerCase(Locale.ROOT),
                name,
                begin,
                ends,
                options,
                base,
                history,
                engine,
                clock,
                listener);
    }

    /// Does the run and ends its entry in the history.
    ///
    /// @param run does it, and has all its changes seen
    SyncReport run(Function<Changes, SyncReport> run) {
        try (RunLog log = history.begin(start())) {
            var items = new ItemLog(log, clock);
            Optional<Trash> trash = options.keep() ? Optional.of(trash()) : Optional.empty();
            SyncReport report;
            try {
                report = run.apply(new Changes(trash, items, base, listener));
            } finally {
                items.sync();
                trash.ifPresent(place -> place.end(clock.instant()));
            }
            log.end(clock.instant(), report.end(), RunTotals.of(report));
            return report;
        }
    }

    private RunStart start() {
        return new RunStart(
                name,
                ends.local().store().toString(),
                ends.remote().store().toString(),
                command,
                ends.direction(),
                options.text(),
                Optional.empty(),
                begin);
    }

    private Trash trash() {
        var card = new RunCard(
                name, ends.local().store().toString(), ends.remote().store().toString(), Optional.empty());
        return new Trash(ends.target(), engine, card);
    }
}
