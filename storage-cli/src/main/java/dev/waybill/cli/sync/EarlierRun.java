package dev.waybill.cli.sync;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.output.Console;
import dev.waybill.cli.run.Session;
import dev.waybill.domain.sync.RunEnd;
import dev.waybill.domain.sync.RunEntry;
import dev.waybill.domain.sync.RunHistory;
import dev.waybill.domain.sync.RunItem;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.port.ObjectKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An earlier run of which what failed is to be tried again: one in the history, or one whose events a file holds. One
/// thread.
public final class EarlierRun {
    private final Session session;
    private final SyncPlace place;
    private final SyncDirection direction;

    /// @param place the two sides that the run must have been on
    /// @param direction which way it must have gone
    public EarlierRun(Session session, SyncPlace place, SyncDirection direction) {
        this.session = session;
        this.place = place;
        this.direction = direction;
    }

    /// The keys of what failed in it, in order; where there are none, people are told so.
    ///
    /// @param named the name of a run, else of a file
    public Set<ObjectKey> failed(String named) {
        Optional<RunName> run = RunName.parse(named);
        Set<ObjectKey> keys = run.isPresent() ? inHistory(run.get()) : inFile(named);
        if (keys.isEmpty()) {
            session.console().note("waybill: nothing failed in " + (run.isPresent() ? "run " : "the run of ") + named);
        }
        return keys;
    }

    private Set<ObjectKey> inFile(String named) {
        try {
            Path file = session.surroundings().workingFolder().resolve(named);
            return FailedItems.read(named, file, direction);
        } catch (InvalidPathException e) {
            throw FailedItems.neither(named);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<ObjectKey> inHistory(RunName name) {
        var pair = new SyncPair(place.local().store(), place.remote().store());
        try (RunHistory history = place.history()) {
            RunEntry run = history.find(name, pair);
            requireSameWay(run);
            warnOfMore(session.console(), run, history);
            try (Stream<RunItem> items = history.items(name)) {
                return items.filter(item -> item.result() == RunItem.Result.FAILED)
                        .map(RunItem::key)
                        .collect(Collectors.toCollection(TreeSet::new));
            }
        }
    }

    private void requireSameWay(RunEntry run) {
        RunName name = run.start().name();
        if (run.start().undoes().isPresent()) {
            RunName undone = run.start().undoes().get();
            throw CommandFailure.usage(
                    "run " + name + " was an undo, not a " + word(direction),
                    "waybill undo " + undone + " tries again what is left of it");
        }
        if (run.start().direction() != direction) {
            String other = word(run.start().direction());
            throw CommandFailure.usage(
                    "run " + name + " was a " + other + ", not a " + word(direction),
                    "waybill " + other + " --retry-failed " + name + " tries again what failed in it");
        }
    }

    private static String word(SyncDirection direction) {
        return direction.name().toLowerCase(Locale.ROOT);
    }

    /// What a run never came to has not failed in it.
    private void warnOfMore(Console console, RunEntry run, RunHistory history) {
        if (!run.outcome().equals(Optional.of(new RunEnd.Completed().word()))) {
            console.warning("run " + run.start().name() + " did not come to its end ("
                    + RunWords.outcome(run, history) + "): what it left out is not tried again by this; waybill "
                    + word(direction) + " does all of it");
        }
    }
}
