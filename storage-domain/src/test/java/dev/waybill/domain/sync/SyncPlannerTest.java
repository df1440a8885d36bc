package dev.waybill.domain.sync;

import static dev.waybill.domain.sync.Samples.CHECKSUM;
import static dev.waybill.domain.sync.Samples.KEY;
import static dev.waybill.domain.sync.Samples.NOON;
import static dev.waybill.domain.sync.Samples.synced;
import static dev.waybill.domain.sync.Samples.version;
import static dev.waybill.domain.sync.Samples.withoutToken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.sync.Step.Answer;
import dev.waybill.domain.sync.Step.NeedsContent;
import dev.waybill.domain.sync.Step.Question;
import dev.waybill.domain.sync.Step.Settled;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SyncPlannerTest {
    private static final Instant LATER = NOON.plusSeconds(60);

    private static final StoreTraits FOLDER = new StoreTraits(true, Optional.of(Duration.ofSeconds(2)));
    private static final StoreTraits BUCKET = new StoreTraits(false, Optional.empty());

    private static SyncPlanner planner(CompareMode mode) {
        return planner(mode, Optional.of(Duration.ofNanos(1)));
    }

    /// Between a folder and a bucket.
    private static SyncPlanner planner(CompareMode mode, Optional<Duration> precision) {
        return new SyncPlanner(mode, new SyncFilter(SyncOptions.DEFAULT, FolderRules.NONE), precision, FOLDER, BUCKET);
    }

    private static Triple triple(ObjectMetadata local, ObjectMetadata remote) {
        return new Triple(KEY, Optional.of(local), Optional.of(remote), Optional.empty());
    }

    private static Triple triple(ObjectMetadata local, ObjectMetadata remote, SyncedObject base) {
        return new Triple(KEY, Optional.of(local), Optional.of(remote), Optional.of(base));
    }

    private static void assertStates(Step step, SideState local, SideState remote) {
        assertThat(step).isInstanceOfSatisfying(Settled.class, settled -> {
            assertThat(settled.local()).isEqualTo(local);
            assertThat(settled.remote()).isEqualTo(remote);
        });
    }

    private static NeedsContent assertAsks(Step step, Question question) {
        assertThat(step)
                .isInstanceOfSatisfying(
                        NeedsContent.class, asked -> assertThat(asked.asked()).isEqualTo(question));
        return (NeedsContent) step;
    }

    private static Answer answer(Likeness likeness) {
        return new Answer(likeness, Optional.of(CHECKSUM));
    }

    @Test
    void versions_with_their_synced_tokens_are_the_synced_ones_whatever_their_times_say() {
        var base = synced(version(5, NOON, "l"), version(5, NOON, "r"), Optional.of(CHECKSUM));

        assertStates(
                planner(CompareMode.AUTO).compare(triple(version(5, LATER, "l"), version(5, LATER, "r"), base)),
                SideState.SAME,
                SideState.SAME);
    }

    @Test
    void without_tokens_the_synced_time_tells_the_synced_version() {
        var base = synced(withoutToken(5, NOON), withoutToken(5, NOON), Optional.of(CHECKSUM));

        assertStates(
                planner(CompareMode.AUTO).compare(triple(withoutToken(5, NOON), withoutToken(5, NOON), base)),
                SideState.SAME,
                SideState.SAME);
        assertAsks(
                planner(CompareMode.AUTO).compare(triple(withoutToken(5, LATER), withoutToken(5, NOON), base)),
                Question.LOCAL_IS_SYNCED);
    }

    @Test
    void another_size_is_a_change_and_no_content_is_asked_for() {
        var base = synced(version(5, NOON, "l"), version(5, NOON, "r"), Optional.of(CHECKSUM));

        assertStates(
                planner(CompareMode.AUTO).compare(triple(version(6, NOON, "l2"), version(5, NOON, "r"), base)),
                SideState.CHANGED,
                SideState.SAME);
    }

    @Test
    void a_new_token_with_the_synced_size_asks_whether_the_content_is_new_too() {
        SyncPlanner planner = planner(CompareMode.AUTO);
        var base = synced(version(5, NOON, "l"), version(5, NOON, "r"), Optional.of(CHECKSUM));
        NeedsContent asked = assertAsks(
                planner.compare(triple(version(5, LATER, "l2"), version(5, NOON, "r"), base)),
                Question.LOCAL_IS_SYNCED);

        assertThat(asked.checksum()).contains(CHECKSUM);
        assertStates(planner.answer(asked, answer(Likeness.ALIKE)), SideState.SAME, SideState.SAME);
        assertStates(planner.answer(asked, answer(Likeness.DIFFERENT)), SideState.CHANGED, SideState.SAME);
        assertStates(planner.answer(asked, answer(Likeness.UNKNOWN)), SideState.CHANGED, SideState.SAME);
    }

    @Test
    void both_tokens_new_asks_of_each_side_and_then_whether_they_are_alike() {
        SyncPlanner planner = planner(CompareMode.AUTO);
        var base = synced(version(5, NOON, "l"), version(5, NOON, "r"), Optional.of(CHECKSUM));
        NeedsContent local = assertAsks(
                planner.compare(triple(version(5, LATER, "l2"), version(5, LATER, "r2"), base)),
                Question.LOCAL_IS_SYNCED);
        NeedsContent remote = assertAsks(planner.answer(local, answer(Likeness.DIFFERENT)), Question.REMOTE_IS_SYNCED);
        NeedsContent both =
                assertAsks(planner.answer(remote, answer(Likeness.DIFFERENT)), Question.SIDES_ARE_ALIKE_OR_CONFLICT);

        assertThat(planner.answer(both, answer(Likeness.ALIKE)))
                .isEqualTo(new Settled(
                        both.triple(),
                        SideState.CHANGED,
                        SideState.CHANGED,
                        Likeness.ALIKE,
                        Optional.of(CHECKSUM),
                        false));
        assertThat(planner.answer(both, answer(Likeness.DIFFERENT)))
                .isEqualTo(new Settled(
                        both.triple(),
                        SideState.CHANGED,
                        SideState.CHANGED,
                        Likeness.DIFFERENT,
                        Optional.empty(),
                        false));
    }

    @Test
    void with_no_checksum_noted_a_new_token_asks_the_other_side_but_not_at_any_price() {
        SyncPlanner planner = planner(CompareMode.AUTO);
        var base = synced(version(5, NOON, "l"), version(5, NOON, "r"), Optional.empty());
        NeedsContent asked = assertAsks(
                planner.compare(triple(version(5, LATER, "l2"), version(5, NOON, "r"), base)),
                Question.SIDES_ARE_ALIKE);

        assertStates(planner.answer(asked, answer(Likeness.UNKNOWN)), SideState.CHANGED, SideState.SAME);
    }

    @Test
    void at_first_contact_equal_times_within_the_coarser_precision_are_enough() {
        SyncPlanner seconds = planner(CompareMode.AUTO, Optional.of(Duration.ofSeconds(1)));

        assertThat(seconds.compare(triple(version(5, NOON.plusMillis(999), "l"), version(5, NOON, "r"))))
                .isInstanceOfSatisfying(
                        Settled.class, settled -> assertThat(settled.contents()).isEqualTo(Likeness.ALIKE));
        assertAsks(
                seconds.compare(triple(version(5, NOON.plusSeconds(1), "l"), version(5, NOON, "r"))),
                Question.SIDES_ARE_ALIKE_OR_CONFLICT);
    }

    @Test
    void at_first_contact_with_a_store_that_keeps_no_times_the_content_is_asked_for() {
        assertAsks(
                planner(CompareMode.AUTO, Optional.empty())
                        .compare(triple(version(5, NOON, "l"), version(5, NOON, "r"))),
                Question.SIDES_ARE_ALIKE_OR_CONFLICT);
    }

    @Test
    void at_first_contact_another_size_is_another_content_and_two_empty_objects_are_alike() {
        SyncPlanner planner = planner(CompareMode.AUTO);

        assertThat(planner.compare(triple(version(5, NOON, "l"), version(6, NOON, "r"))))
                .isInstanceOfSatisfying(
                        Settled.class, settled -> assertThat(settled.contents()).isEqualTo(Likeness.DIFFERENT));
        assertThat(planner.compare(triple(version(0, NOON, "l"), version(0, LATER, "r"))))
                .isInstanceOfSatisfying(
                        Settled.class, settled -> assertThat(settled.contents()).isEqualTo(Likeness.ALIKE));
    }

    @Test
    void comparing_checksums_asks_for_a_folders_content_even_if_token_and_time_are_the_synced_ones() {
        SyncPlanner planner = planner(CompareMode.CHECKSUM);
        var base = synced(version(5, NOON, "l"), version(5, NOON, "r"), Optional.of(CHECKSUM));
        NeedsContent asked = assertAsks(
                planner.compare(triple(version(5, NOON, "l"), version(5, NOON, "r"), base)), Question.LOCAL_IS_SYNCED);

        assertStates(planner.answer(asked, answer(Likeness.ALIKE)), SideState.SAME, SideState.SAME);
        assertAsks(
                planner.compare(triple(version(5, NOON, "l"), version(5, NOON, "r"))),
                Question.SIDES_ARE_ALIKE_OR_CONFLICT);
    }

    @Test
    void comparing_sizes_asks_for_nothing() {
        SyncPlanner planner = planner(CompareMode.SIZE);
        var base = synced(version(5, NOON, "l"), version(5, NOON, "r"), Optional.of(CHECKSUM));

        assertStates(
                planner.compare(triple(version(5, LATER, "l2"), version(5, LATER, "r2"), base)),
                SideState.SAME,
                SideState.SAME);
        assertThat(planner.compare(triple(version(5, NOON, "l"), version(5, LATER, "r"))))
                .isInstanceOfSatisfying(
                        Settled.class, settled -> assertThat(settled.contents()).isEqualTo(Likeness.ALIKE));
    }

    @Test
    void a_side_that_is_gone_needs_no_content_of_the_other_if_that_is_as_synced() {
        var base = synced(version(5, NOON, "l"), version(5, NOON, "r"), Optional.of(CHECKSUM));
        var gone = new Triple(KEY, Optional.empty(), Optional.of(version(5, NOON, "r")), Optional.of(base));

        assertStates(planner(CompareMode.AUTO).compare(gone), SideState.ABSENT, SideState.SAME);
    }

    @Test
    void the_three_are_merged_by_key_in_utf8_order() {
        List<Step> steps = planner(CompareMode.AUTO)
                .plan(
                        listing("a-b", "a/x", "\uFF5E").iterator(),
                        listing("a-b", "b", "\uD83D\uDE00").iterator(),
                        List.<SyncedObject>of().iterator())
                .toList();

        assertThat(steps)
                .extracting(step -> step.triple().key().value())
                .containsExactly("a-b", "a/x", "b", "\uFF5E", "\uD83D\uDE00");
        assertThat(steps.get(0).triple().remote()).isPresent();
        assertThat(steps.get(1).triple().remote()).isEmpty();
    }

    private static List<ObjectMetadata> listing(String... keys) {
        return List.of(keys).stream()
                .map(key -> version(ObjectKey.of(key), 5, NOON, "e"))
                .toList();
    }

    @Test
    void two_hundred_thousand_keys_are_planned_while_only_the_next_ones_are_held() {
        int keys = 200_000;
        var read = new AtomicInteger();
        var seen = new ArrayList<WeakReference<ObjectMetadata>>();
        Iterator<ObjectMetadata> local = lazily(keys, number -> {
            read.incrementAndGet();
            ObjectMetadata metadata = numbered(number);
            if (number % 1000 == 0) {
                seen.add(new WeakReference<>(metadata));
            }
            return metadata;
        });
        Iterator<SyncedObject> base =
                lazily(keys, number -> synced(numbered(number), numbered(number), Optional.of(CHECKSUM)));
        int planned = 0;
        try (var steps = planner(CompareMode.AUTO).plan(local, lazily(keys, SyncPlannerTest::numbered), base)) {
            for (Iterator<Step> each = steps.iterator(); each.hasNext(); planned++) {
                assertThat(each.next()).isInstanceOf(Settled.class);
                assertThat(read.get()).isLessThanOrEqualTo(planned + 3);
            }
            System.gc();
            assertThat(seen).hasSize(200).allMatch(reference -> reference.refersTo(null));
        }
        assertThat(planned).isEqualTo(keys);
    }

    private static ObjectMetadata numbered(int number) {
        return version(ObjectKey.of("folder-%03d/%06d".formatted(number / 1000, number)), number, NOON, "e" + number);
    }

    private static <T> Iterator<T> lazily(int count, IntFunction<T> item) {
        return IntStream.range(0, count).mapToObj(item).iterator();
    }
}
