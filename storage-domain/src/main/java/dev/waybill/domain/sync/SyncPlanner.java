package dev.waybill.domain.sync;

import dev.waybill.domain.sync.Step.Answer;
import dev.waybill.domain.sync.Step.NeedsContent;
import dev.waybill.domain.sync.Step.Question;
import dev.waybill.domain.sync.Step.Settled;
import dev.waybill.port.Checksum;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Compares the two sides of each key with what was last synced. Pure: it touches no store, and what only
/// content can tell it asks as a [NeedsContent].
final class SyncPlanner {
    private final CompareMode mode;
    private final SyncFilter filter;
    private final Optional<Duration> precision;
    private final StoreTraits here;
    private final StoreTraits there;

    /// @param precision how exactly both sides keep the time of content; empty if one does not keep it
    /// @param here how the local side tells versions apart
    /// @param there how the remote side does
    SyncPlanner(
            CompareMode mode, SyncFilter filter, Optional<Duration> precision, StoreTraits here, StoreTraits there) {
        this.mode = mode;
        this.filter = filter;
        this.precision = precision;
        this.here = here;
        this.there = there;
    }

    /// The first step of every key that passes the filter, compared as the stream is read; in key order, but for keys
    /// that only one side has: they may follow keys that begin with them.
    ///
    /// @param local the local side in key order
    /// @param remote the remote side in key order
    /// @param base what was last synced in key order
    Stream<Step> plan(Iterator<ObjectMetadata> local, Iterator<ObjectMetadata> remote, Iterator<SyncedObject> base) {
        return plan(local, remote, base, UnaryOperator.identity());
    }

    /// The same.
    ///
    /// @param names adds to a triple what clashes with its name
    Stream<Step> plan(
            Iterator<ObjectMetadata> local,
            Iterator<ObjectMetadata> remote,
            Iterator<SyncedObject> base,
            UnaryOperator<Triple> names) {
        var triples = new Obstacles(new TripleMerge(local, remote, base), filter::passes);
        int characteristics = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(triples, characteristics), false)
                .filter(triple -> filter.passes(triple.key()))
                .map(names)
                .map(this::compare);
    }

    /// Whether a run is about `key`. One thread at a time, like [#plan].
    boolean isAbout(ObjectKey key) {
        return filter.passes(key);
    }

    /// What the listings alone tell of a key.
    Step compare(Triple triple) {
        if (triple.base().isEmpty()) {
            return firstContact(triple);
        }
        SyncedObject base = triple.base().get();
        SideState local = state(triple.local(), base, base.local(), here);
        SideState remote = state(triple.remote(), base, base.remote(), there);
        return next(triple, local, remote, base.checksum());
    }

    /// What an answer to its question makes of `step`.
    Step answer(NeedsContent step, Answer answer) {
        Triple triple = step.triple();
        return switch (step.asked()) {
            case LOCAL_IS_SYNCED -> next(triple, after(answer, step.local()), step.remote(), step.checksum());
            case REMOTE_IS_SYNCED -> next(triple, step.local(), after(answer, step.remote()), step.checksum());
            case SIDES_ARE_ALIKE, SIDES_ARE_ALIKE_OR_CONFLICT, CONTENTS_ARE_ALIKE ->
                new Settled(
                        triple,
                        sure(step.local()),
                        sure(step.remote()),
                        answer.likeness(),
                        answer.likeness() == Likeness.ALIKE ? answer.checksum() : Optional.empty(),
                        isRacy(triple));
        };
    }

    private Step firstContact(Triple triple) {
        SideState local = triple.local().isPresent() ? SideState.CHANGED : SideState.ABSENT;
        SideState remote = triple.remote().isPresent() ? SideState.CHANGED : SideState.ABSENT;
        if (local == SideState.ABSENT || remote == SideState.ABSENT) {
            return new Settled(triple, local, remote, Likeness.UNKNOWN, Optional.empty(), false);
        }
        Likeness known = likenessByListing(triple);
        return known == Likeness.UNKNOWN
                ? new NeedsContent(triple, local, remote, Question.SIDES_ARE_ALIKE_OR_CONFLICT, Optional.empty())
                : new Settled(triple, local, remote, known, Optional.empty(), false);
    }

    private Likeness likenessByListing(Triple triple) {
        if (!triple.hasEqualSizes()) {
            return Likeness.DIFFERENT;
        }
        ObjectMetadata local = triple.local().orElseThrow();
        ObjectMetadata remote = triple.remote().orElseThrow();
        boolean alike = switch (mode) {
            case SIZE -> true;
            case CHECKSUM -> local.size() == 0;
            case AUTO -> local.size() == 0 || haveEqualTimes(local, remote, precision);
        };
        return alike ? Likeness.ALIKE : Likeness.UNKNOWN;
    }

    /// Whether two versions have the same time of content, as exactly as both sides keep it.
    static boolean haveEqualTimes(ObjectMetadata a, ObjectMetadata b, Optional<Duration> precision) {
        if (precision.isEmpty()
                || a.contentModified().isEmpty()
                || b.contentModified().isEmpty()) {
            return false;
        }
        Duration apart = Duration.between(
                        a.contentModified().get(), b.contentModified().get())
                .abs();
        return apart.isZero() || apart.compareTo(precision.get()) < 0;
    }

    private SideState state(
            Optional<ObjectMetadata> listed, SyncedObject base, SyncedVersion synced, StoreTraits store) {
        if (listed.isEmpty()) {
            return SideState.ABSENT;
        }
        ObjectMetadata metadata = listed.get();
        if (metadata.size() != base.size()) {
            return SideState.CHANGED;
        }
        boolean same = switch (mode) {
            case SIZE -> true;
            case AUTO ->
                isAsSynced(metadata, synced) && (metadata.size() == 0 || !store.isRacy(synced, base.syncedAt()));
            case CHECKSUM ->
                metadata.size() == 0
                        || (!store.isFolder()
                                && hasSyncedToken(metadata, synced)
                                && !store.isRacy(synced, base.syncedAt()));
        };
        return same ? SideState.SAME : SideState.UNSURE;
    }

    /// Whether a listing shows the version that was synced: by its token, or where there is none, by its time.
    static boolean isAsSynced(ObjectMetadata metadata, SyncedVersion synced) {
        if (metadata.etag().isPresent() && synced.etag().isPresent()) {
            return hasSyncedToken(metadata, synced);
        }
        Instant modified = SyncedVersion.of(metadata).modified();
        return modified.equals(synced.modified());
    }

    private static boolean hasSyncedToken(ObjectMetadata metadata, SyncedVersion synced) {
        return metadata.etag().isPresent() && metadata.etag().equals(synced.etag());
    }

    /// Whether what was noted of a side, and is listed so still, was too new to be trusted. Of no use to a comparison
    /// by
    /// size, which looks at no content.
    private boolean isRacy(Triple triple) {
        return mode != CompareMode.SIZE
                && triple.base().isPresent()
                && (isRacy(
                                triple.base().get(),
                                triple.local(),
                                triple.base().get().local(),
                                here)
                        || isRacy(
                                triple.base().get(),
                                triple.remote(),
                                triple.base().get().remote(),
                                there));
    }

    private static boolean isRacy(
            SyncedObject base, Optional<ObjectMetadata> listed, SyncedVersion synced, StoreTraits store) {
        return listed.filter(metadata -> metadata.size() > 0 && isAsSynced(metadata, synced))
                        .isPresent()
                && store.isRacy(synced, base.syncedAt());
    }

    private static SideState after(Answer answer, SideState unsure) {
        return switch (answer.likeness()) {
            case ALIKE -> SideState.SAME;
            case DIFFERENT, UNKNOWN -> sure(unsure);
        };
    }

    private static SideState sure(SideState state) {
        return state == SideState.UNSURE ? SideState.CHANGED : state;
    }

    /// Asks whether each unsure side has the synced content; then, where both may still have come to the same,
    /// whether they did.
    private Step next(Triple triple, SideState local, SideState remote, Optional<Checksum> synced) {
        if (synced.isPresent() && local == SideState.UNSURE) {
            return new NeedsContent(triple, local, remote, Question.LOCAL_IS_SYNCED, synced);
        }
        if (synced.isPresent() && remote == SideState.UNSURE) {
            return new NeedsContent(triple, local, remote, Question.REMOTE_IS_SYNCED, synced);
        }
        boolean bothAsSynced = local == SideState.SAME && remote == SideState.SAME;
        boolean oneSurelyChanged = (local == SideState.SAME && remote == SideState.CHANGED)
                || (local == SideState.CHANGED && remote == SideState.SAME);
        if (bothAsSynced || oneSurelyChanged || !triple.hasEqualSizes()) {
            return new Settled(triple, sure(local), sure(remote), Likeness.UNKNOWN, synced, isRacy(triple));
        }
        boolean elseConflict = local != SideState.SAME && remote != SideState.SAME;
        Question alike = elseConflict ? Question.SIDES_ARE_ALIKE_OR_CONFLICT : Question.SIDES_ARE_ALIKE;
        Question question = isRacy(triple) ? Question.CONTENTS_ARE_ALIKE : alike;
        return new NeedsContent(triple, local, remote, question, synced);
    }
}
