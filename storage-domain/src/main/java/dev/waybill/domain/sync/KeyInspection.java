package dev.waybill.domain.sync;

import dev.waybill.domain.sync.Step.Answer;
import dev.waybill.domain.sync.Step.NeedsContent;
import dev.waybill.domain.sync.Step.Question;
import dev.waybill.domain.sync.Step.Settled;
import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Explains one key: takes it through the same steps as a run would, and tells of each. To be run once.
///
/// A run decides by what listings show, and some show less than is asked of one object (no time, no checksum). So where
/// a store is no folder, a listing of this one name is what is decided by, and asking for the object only completes
/// what is shown.
final class KeyInspection {
    private static final int PEEKED = 1000;

    private final IObjectStorageAdapter local;
    private final IObjectStorageAdapter remote;
    private final SyncOptions options;
    private final SyncFilter filter;
    private final SyncPlanner planner;
    private final ContentComparer contents;

    /// @param known from where checksums can be had without reading
    KeyInspection(
            IObjectStorageAdapter local, IObjectStorageAdapter remote, ChecksumSources known, SyncOptions options) {
        this.local = local;
        this.remote = remote;
        this.options = options;
        var precision = StoreTraits.commonPrecision(local, remote);
        filter = new SyncFilter(options, new AdapterFolderRules(local));
        planner = new SyncPlanner(options.compare(), filter, precision, StoreTraits.of(local), StoreTraits.of(remote));
        contents = new StoreContents(local, remote, options.compare(), precision, known);
    }

    /// What a run would find, and what it would do.
    KeyReport of(ObjectKey key, SyncBase base, SyncPair pair, RunHistory history) {
        Optional<SyncedObject> noted = base.entry(key);
        Optional<RunEntry> lastRun = history.lastAbout(pair, key);
        Optional<RunItem> lastItem =
                lastRun.flatMap(run -> history.item(run.start().name(), key));
        Optional<HiddenBy> hidden = filter.hidden(key);
        var compared = new ArrayList<KeyReport.Compared>();
        Optional<Settled> settled =
                hidden.isPresent() ? Optional.empty() : Optional.of(settle(triple(key, noted, base), compared));
        return new KeyReport(
                key,
                stat(local, key),
                stat(remote, key),
                noted,
                hidden,
                compared,
                settled.map(step -> word(step.local(), step)),
                settled.map(step -> word(step.remote(), step)),
                settled.flatMap(step -> action(SyncDirection.PUSH, step, base)),
                settled.flatMap(step -> action(SyncDirection.PULL, step, base)),
                lastRun,
                lastItem);
    }

    private static Optional<ObjectMetadata> stat(IObjectStorageAdapter store, ObjectKey key) {
        try {
            return store.stat(key);
        } catch (StorageException.KeyRejected e) {
            // A name the store cannot hold, or one below a file: nothing is there.
            return Optional.empty();
        }
    }

    private Triple triple(ObjectKey key, Optional<SyncedObject> noted, SyncBase base) {
        var triple = new Triple(key, listed(local, key), listed(remote, key), noted);
        if (!triple.isOnOneSide()) {
            return triple;
        }
        Optional<String> taken = taken(triple);
        Triple marked =
                taken.map(triple::asTaken).orElseGet(() -> isObstructed(triple) ? triple.asObstructed() : triple);
        return clashing(marked, base);
    }

    /// What the side that has it has as well, and the other can have only one of: a file on the way to it, or a folder
    /// in its place that both have.
    private Optional<String> taken(Triple triple) {
        IObjectStorageAdapter having = triple.local().isPresent() ? local : remote;
        String text = triple.key().value();
        for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
            var above = new ObjectKey(text.substring(0, slash));
            if (filter.passes(above) && stat(having, above).isPresent()) {
                return Optional.of(above.value());
            }
        }
        return Optional.empty();
    }

    /// Where a store ignores spellings, only all names tell which clash.
    private Triple clashing(Triple triple, SyncBase base) {
        SyncSide lacking = triple.local().isEmpty() ? SyncSide.LOCAL : SyncSide.REMOTE;
        var due = NameSurvey.due(Set.of(lacking), options.names(), local, remote);
        if (due.isEmpty()) {
            return triple;
        }
        var about = new SyncFilter(options, new AdapterFolderRules(local));
        try (var here = OrderedListing.open(local, ListOptions.of(options.scope()), false);
                var there = OrderedListing.open(remote, ListOptions.of(options.scope()), false);
                var survey = NameSurvey.read(here, there, due, options.names(), about::passes, base)) {
            return survey.marked(triple);
        }
    }

    private static Optional<ObjectMetadata> listed(IObjectStorageAdapter store, ObjectKey key) {
        if (StoreContents.isFolder(store) || !store.capabilities().has(Capability.KEY_ORDER)) {
            return stat(store, key);
        }
        var name = ListOptions.of(KeyPrefix.of(key.value())).withPageSize(1);
        try (Stream<ObjectMetadata> first = store.list(name)) {
            return first.findFirst().filter(object -> object.key().equals(key));
        }
    }

    /// Whether the side that lacks it has a file where a folder on the way to it would be, or a folder in its place.
    private boolean isObstructed(Triple triple) {
        IObjectStorageAdapter lacking = triple.local().isPresent() ? remote : local;
        String text = triple.key().value();
        for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
            if (stat(lacking, new ObjectKey(text.substring(0, slash))).isPresent()) {
                return true;
            }
        }
        return text.length() < ObjectKey.MAX_BYTES && isFolder(lacking, triple.key());
    }

    private static boolean isFolder(IObjectStorageAdapter store, ObjectKey key) {
        try (Stream<ObjectMetadata> inside =
                store.list(ListOptions.of(KeyPrefix.ofFolder(key.value())).withPageSize(1))) {
            return inside.findFirst().isPresent();
        } catch (IllegalArgumentException tooLong) {
            return false;
        }
    }

    private Settled settle(Triple triple, List<KeyReport.Compared> compared) {
        Step step = planner.compare(triple);
        while (step instanceof NeedsContent asked) {
            Answer answer = contents.answer(asked);
            compared.add(new KeyReport.Compared(
                    words(asked.asked()),
                    answer.likeness().name().toLowerCase(Locale.ROOT),
                    answer.checksum().map(Object::toString)));
            step = planner.answer(asked, answer);
        }
        return (Settled) step;
    }

    private static String words(Question question) {
        return switch (question) {
            case LOCAL_IS_SYNCED -> "the local content with the synced one";
            case REMOTE_IS_SYNCED -> "the remote content with the synced one";
            case SIDES_ARE_ALIKE, SIDES_ARE_ALIKE_OR_CONFLICT, CONTENTS_ARE_ALIKE ->
                "the local content with the remote one";
        };
    }

    private static String word(SideState state, Settled step) {
        boolean known = step.triple().base().isPresent();
        return switch (state) {
            case ABSENT -> known ? "deleted" : "not there";
            case SAME -> "as synced";
            case CHANGED, UNSURE -> known ? "changed" : "there, never synced";
        };
    }

    private Optional<SyncAction> action(SyncDirection direction, Settled step, SyncBase base) {
        var ends = new SyncEnds(direction, local, remote);
        if (step.triple().local().isEmpty()
                && step.triple().remote().isEmpty()
                && step.triple().base().isEmpty()) {
            return Optional.empty();
        }
        var table = new DecisionTable(
                direction, options, ends.source().capabilities(), ends.target().capabilities());
        SyncAction action = table.action(step);
        boolean restorable =
                action.reason() == Reason.DELETED_AT_TARGET || action.reason() == Reason.CHANGED_AND_DELETED;
        if (restorable && isEmpty(ends, base)) {
            table.restore();
            action = table.action(step);
        }
        return Optional.of(
                action instanceof SyncAction.Delete delete && isHiddenAt(ends.source(), delete.key())
                        ? new SyncAction.LeftAlone(delete.key(), Reason.HIDDEN_AT_SOURCE, delete.size())
                        : action);
    }

    /// Whether nothing at all is left at the target, so that it gets everything again.
    private boolean isEmpty(SyncEnds ends, SyncBase base) {
        var about = new SyncFilter(options, new AdapterFolderRules(local));
        try (Stream<SyncedObject> synced = base.entries(options.scope());
                var listing = OrderedListing.open(ends.target(), ListOptions.of(options.scope()), false)) {
            return synced.findFirst().isPresent() && listing.lacks(about::passes, PEEKED);
        }
    }

    /// Whether a link or a special file has this name at the source, or that of a folder it would lie in.
    private static boolean isHiddenAt(IObjectStorageAdapter source, ObjectKey key) {
        var hidden = new HiddenNames();
        String text = key.value();
        for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
            look(source, text.substring(0, slash), hidden);
        }
        look(source, text, hidden);
        return hidden.hides(key);
    }

    private static void look(IObjectStorageAdapter source, String name, HiddenNames hidden) {
        var what = ListOptions.of(KeyPrefix.of(name)).withOnSkipped((SkippedEntry entry) -> hidden.add(entry));
        try (Stream<ObjectMetadata> listed = source.list(what)) {
            boolean unused = listed.findFirst().isPresent();
        }
    }
}
