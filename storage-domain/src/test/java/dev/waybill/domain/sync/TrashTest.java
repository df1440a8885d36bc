package dev.waybill.domain.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.sync.trash.RunCard;
import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.domain.sync.trash.Trash;
import dev.waybill.domain.sync.trash.TrashExpiry;
import dev.waybill.domain.sync.trash.TrashKeys;
import dev.waybill.domain.sync.trash.TrashListing;
import dev.waybill.domain.sync.trash.TrashRun;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.domain.transfer.TransferLimits;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("MustBeClosedChecker") // What a test opens, close() closes.
class TrashTest {
    private static final Duration MONTH = Duration.ofDays(30);

    private final ManualClock clock = new ManualClock(SyncScene.NOON);
    private final InMemoryAdapter store = new InMemoryAdapter(clock);
    private final TransferEngine engine = new TransferEngine(TransferLimits.DEFAULT);

    @AfterEach
    void close() {
        store.close();
    }

    private ObjectMetadata put(String key, String text) {
        return store.put(ObjectKey.of(key), ObjectSource.of(text.getBytes(StandardCharsets.UTF_8)), PutOptions.DEFAULT);
    }

    /// Keeps `keys` for a run that begins now.
    private RunName keep(boolean ends, String... keys) {
        var run = RunName.of(clock.instant());
        var trash = new Trash(
                store, engine, new RunCard(run, "file:///data", store.store().toString(), Optional.empty()));
        for (String key : keys) {
            trash.keep(put(key, "bytes"));
        }
        if (ends) {
            trash.end(clock.instant());
        }
        return run;
    }

    private List<RunName> due(TrashExpiry expiry, Duration age) {
        Instant now = clock.instant();
        return TrashListing.of(store).runs().stream()
                .filter(run -> expiry.isDue(run, now.minus(age), now))
                .map(TrashRun::run)
                .toList();
    }

    private TrashExpiry expiry() {
        return new TrashExpiry(store, run -> false, run -> false);
    }

    @Test
    void the_trash_is_listed_run_by_run_with_its_sizes() {
        RunName first = keep(true, "a", "b/c");
        clock.advance(Duration.ofHours(1));
        RunName second = keep(false, "a");
        put(".waybill/trash/mine.txt", "hands off");
        TrashListing listing = TrashListing.of(store);
        assertThat(listing.runs()).extracting(TrashRun::run).containsExactly(first, second);
        assertThat(listing.runs()).extracting(TrashRun::objects).containsExactly(2L, 1L);
        assertThat(listing.objects()).isEqualTo(3);
        assertThat(listing.bytes()).isGreaterThan(15);
        assertThat(listing.foreign()).isEqualTo(1);
        assertThat(listing.runs().getFirst().card().flatMap(RunCard::end)).contains(SyncScene.NOON);
        assertThat(listing.runs().getLast().card().flatMap(RunCard::end)).isEmpty();
    }

    @Test
    void a_store_that_lists_in_no_order_is_counted_the_same() {
        try (var unordered = new InMemoryAdapter(clock, InMemoryAdapter.NO_CAPABILITIES)) {
            for (String run : List.of("20260101T000000Z-00000000", "20260102T000000Z-00000000")) {
                var trash =
                        new Trash(unordered, engine, new RunCard(new RunName(run), "here", "there", Optional.empty()));
                for (String key : List.of("x", "y")) {
                    trash.keep(unordered.put(ObjectKey.of(key), ObjectSource.of(new byte[] {1}), PutOptions.DEFAULT));
                }
            }
            assertThat(TrashListing.of(unordered).runs())
                    .extracting(TrashRun::objects)
                    .containsExactly(2L, 2L);
        }
    }

    @Test
    void only_what_ended_long_enough_ago_is_due() {
        RunName old = keep(true, "a");
        clock.advance(MONTH.plusHours(1));
        keep(true, "a");
        assertThat(due(expiry(), MONTH)).containsExactly(old);
    }

    @Test
    void a_run_that_goes_on_is_never_due() {
        RunName run = keep(false, "a");
        clock.advance(MONTH.multipliedBy(3));
        assertThat(due(new TrashExpiry(store, run::equals, r -> false), MONTH)).isEmpty();
    }

    @Test
    void a_run_without_an_end_is_due_once_it_is_known_to_be_over_or_began_a_week_ago() {
        RunName run = keep(false, "a");
        clock.advance(Duration.ofDays(6));
        assertThat(due(expiry(), Duration.ofHours(1))).isEmpty();
        assertThat(due(new TrashExpiry(store, r -> false, run::equals), Duration.ofHours(1)))
                .containsExactly(run);
        clock.advance(Duration.ofDays(2));
        assertThat(due(expiry(), Duration.ofHours(1))).containsExactly(run);
    }

    @Test
    void expiring_removes_all_of_a_run_and_nothing_else() {
        RunName run = keep(true, "a", "b/c", "k".repeat(1000));
        clock.advance(Duration.ofSeconds(1));
        RunName other = keep(true, "a");
        put(".waybill/trash/" + run + "/notes.txt", "hands off");
        put(".waybill/trash/mine.txt", "hands off");
        assertThat(expiry().remove(run)).isEmpty();
        TrashListing left = TrashListing.of(store);
        assertThat(left.runs()).extracting(TrashRun::run).containsExactly(other);
        assertThat(left.foreign()).isEqualTo(2);
        assertThat(SyncScene.contents(store)).containsKeys("a", "b/c");
    }

    @Test
    void the_names_of_runs_and_of_the_trash_are_known_again() {
        var run = new RunName("20260101T000000Z-0123abcd");
        assertThat(run.begun()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(RunName.parse("20269901T000000Z-0123abcd")).isEmpty();
        assertThat(RunName.parse("20260101T000000Z")).isEmpty();
        assertThat(TrashKeys.parse(ObjectKey.of(".waybill/trash/" + run + "/objects/a/b")))
                .contains(new TrashKeys.Entry(run, true, Optional.of(ObjectKey.of("a/b"))));
        assertThat(TrashKeys.parse(ObjectKey.of(".waybill/trash/" + run + "/other")))
                .isEmpty();
        assertThat(TrashKeys.parse(ObjectKey.of("a/.waybill/trash/" + run + "/objects/a")))
                .isEmpty();
        assertThat(TrashKeys.isReserved(".waybill/trash")).isTrue();
        assertThat(TrashKeys.isReserved(".waybill/trash/x")).isTrue();
        assertThat(TrashKeys.isReserved(".waybill/trashed")).isFalse();
    }
}
