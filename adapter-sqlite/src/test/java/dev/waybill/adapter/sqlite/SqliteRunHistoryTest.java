package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.sync.ItemVersion;
import dev.waybill.domain.sync.NoHistory;
import dev.waybill.domain.sync.Reason;
import dev.waybill.domain.sync.RunEnd;
import dev.waybill.domain.sync.RunEntry;
import dev.waybill.domain.sync.RunHistory;
import dev.waybill.domain.sync.RunItem;
import dev.waybill.domain.sync.RunLog;
import dev.waybill.domain.sync.RunStart;
import dev.waybill.domain.sync.RunTotals;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.domain.sync.SyncedObject;
import dev.waybill.domain.sync.SyncedVersion;
import dev.waybill.domain.sync.Tally;
import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteRunHistoryTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123456789Z");
    private static final SyncPair PAIR =
            new SyncPair(new StoreId("file", "/data/storage"), new StoreId("s3", "bucket/data"));
    private static final RunTotals TOTALS = new RunTotals(new Tally(3, 4096), new Tally(1, 10), 2, 1);

    @TempDir
    private Path folder;

    private Path file = Path.of("state.db");
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void place() {
        file = folder.resolve(".waybill/state.db");
    }

    private SqliteRunHistoryStore store(Retention retention) {
        return new SqliteRunHistoryStore(file, retention, warnings::add);
    }

    private SqliteRunHistoryStore store() {
        return store(Retention.DEFAULT);
    }

    private static RunStart start(Instant begin, Optional<RunName> undoes) {
        return new RunStart(
                RunName.of(begin),
                PAIR.local().toString(),
                PAIR.remote().toString(),
                undoes.isPresent() ? "undo" : "push",
                SyncDirection.PUSH,
                "--delete --keep",
                undoes,
                begin);
    }

    private static RunItem item(String name) {
        var key = ObjectKey.of(name);
        var checksum = new Checksum(ChecksumAlgorithm.CRC32C, "00112233");
        var before = new ItemVersion(7, NOON, Optional.empty(), Optional.of(new Etag("v 1")), Optional.empty());
        var after = new ItemVersion(9, NOON, Optional.of(NOON), Optional.empty(), Optional.of(checksum));
        var base = new SyncedObject(
                key,
                7,
                new SyncedVersion(NOON, Optional.empty()),
                new SyncedVersion(NOON, Optional.of(new Etag("v 1"))),
                Optional.of(checksum),
                NOON,
                "20260101T000000Z-00000000");
        return RunItem.begun(
                        key,
                        RunItem.Action.TRANSFER,
                        Optional.of(Reason.CHANGED),
                        Optional.of(before),
                        Optional.empty(),
                        Optional.of(base))
                .withKept(ObjectKey.of(".waybill/trash/x/objects/" + name))
                .done(Optional.of(after));
    }

    private RunStart record(RunStart start, RunItem... items) {
        return record(store(), start, items);
    }

    private static RunStart record(SqliteRunHistoryStore store, RunStart start, RunItem... items) {
        try (RunLog log = store.begin(start)) {
            log.write(List.of(items));
            log.end(start.begin().plusSeconds(5), new RunEnd.Completed(), TOTALS);
        }
        return start;
    }

    @Test
    void a_run_and_what_it_did_is_read_back_as_it_was_written() {
        RunStart start = record(start(NOON, Optional.empty()), item("a"), item("\uD83D\uDCA1/b"));
        try (RunHistory history = store().open()) {
            RunEntry run = history.find(start.name()).orElseThrow();
            assertThat(run.start()).isEqualTo(start);
            assertThat(run.end()).contains(NOON.plusSeconds(5));
            assertThat(run.outcome()).contains("completed");
            assertThat(run.totals()).isEqualTo(TOTALS);
            try (var items = history.items(start.name())) {
                assertThat(items).containsExactly(item("a"), item("\uD83D\uDCA1/b"));
            }
            assertThat(history.item(start.name(), ObjectKey.of("a"))).contains(item("a"));
            assertThat(history.item(start.name(), ObjectKey.of("c"))).isEmpty();
        }
    }

    @Test
    void the_last_note_of_a_key_counts() {
        var cause = new StorageException.KeyRejected(PAIR.remote(), ObjectKey.of("a"), "too odd", null);
        RunItem failed = item("a").failed(RunItem.Problem.of(cause));
        RunStart start = record(start(NOON, Optional.empty()), item("a"), failed);
        try (RunHistory history = store().open()) {
            assertThat(history.item(start.name(), ObjectKey.of("a"))).contains(failed);
        }
    }

    @Test
    void many_items_are_read_in_key_order() {
        RunItem[] items =
                IntStream.range(0, 2345).mapToObj(i -> item("k" + (9999 - i))).toArray(RunItem[]::new);
        RunStart start = record(start(NOON, Optional.empty()), items);
        try (RunHistory history = store().open();
                var read = history.items(start.name())) {
            assertThat(read.map(RunItem::key).toList()).isSorted().hasSize(2345);
        }
    }

    @Test
    void a_run_that_was_killed_has_no_end() {
        RunStart start = start(NOON, Optional.empty());
        try (RunLog log = store().begin(start)) {
            log.write(List.of(item("a")));
        }
        try (RunHistory history = store().open()) {
            RunEntry run = history.find(start.name()).orElseThrow();
            assertThat(run.end()).isEmpty();
            assertThat(run.outcome()).isEmpty();
            assertThat(history.goesOn(run)).isFalse();
        }
    }

    @Test
    void what_stopped_a_run_is_told() {
        RunStart start = start(NOON, Optional.empty());
        try (RunLog log = store().begin(start)) {
            log.end(
                    NOON,
                    new RunEnd.Stopped(new StorageException.StoreNotFound(PAIR.remote(), "no such bucket", null)),
                    TOTALS);
        }
        try (RunHistory history = store().open()) {
            RunEntry run = history.find(start.name()).orElseThrow();
            assertThat(run.outcome()).contains("stopped");
            assertThat(run.detail()).hasValueSatisfying(text -> assertThat(text).contains("bucket/data"));
        }
    }

    @Test
    void the_newest_runs_come_first_and_undos_are_found() {
        RunStart first = record(start(NOON, Optional.empty()), item("a"));
        RunStart second = record(start(NOON.plusSeconds(60), Optional.empty()), item("b"));
        RunStart undo = record(start(NOON.plusSeconds(120), Optional.of(first.name())), item("a"));
        try (RunHistory history = store().open()) {
            assertThat(history.recent(2).stream().map(RunEntry::start)).containsExactly(undo, second);
            assertThat(history.undosOf(first.name()).stream().map(RunEntry::start))
                    .containsExactly(undo);
            assertThat(history.lastAbout(PAIR, ObjectKey.of("a")).map(RunEntry::start))
                    .contains(undo);
            assertThat(history.lastAbout(PAIR, ObjectKey.of("b")).map(RunEntry::start))
                    .contains(second);
            assertThat(history.lastAbout(PAIR, ObjectKey.of("c"))).isEmpty();
        }
    }

    @Test
    void the_retention_drops_the_oldest_runs_with_all_they_did() {
        var store = store(new Retention(3, Duration.ofDays(90)));
        List<RunStart> runs = IntStream.range(0, 5)
                .mapToObj(i -> record(store, start(NOON.plusSeconds(i * 60L), Optional.empty()), item("a")))
                .toList();
        try (RunHistory history = store.open()) {
            assertThat(history.recent(100).stream().map(RunEntry::start))
                    .containsExactly(runs.get(4), runs.get(3), runs.get(2));
            assertThat(history.item(runs.get(0).name(), ObjectKey.of("a"))).isEmpty();
        }
    }

    @Test
    void the_retention_drops_what_is_too_old() {
        var store = store(new Retention(100, Duration.ofDays(30)));
        record(store, start(NOON.minus(Duration.ofDays(31)), Optional.empty()), item("a"));
        RunStart young = record(store, start(NOON.minus(Duration.ofDays(29)), Optional.empty()), item("a"));
        RunStart now = record(store, start(NOON, Optional.empty()), item("a"));
        try (RunHistory history = store.open()) {
            assertThat(history.recent(100).stream().map(RunEntry::start)).containsExactly(now, young);
        }
    }

    @Test
    void where_nothing_was_ever_run_nothing_is_created_by_looking() {
        try (RunHistory history = store().open()) {
            assertThat(history).isSameAs(NoHistory.NONE);
        }
        assertThat(Files.exists(file.getParent())).isFalse();
    }

    @Test
    void a_run_whose_pair_is_locked_goes_on() {
        RunStart start = start(NOON, Optional.empty());
        var bases = new SqliteSyncBaseStore(file, warnings::add);
        try (var base = bases.open(PAIR);
                RunLog log = store().begin(start);
                RunHistory history = store().open()) {
            log.write(List.of(item("a")));
            assertThat(base.entry(ObjectKey.of("a"))).isEmpty();
            assertThat(history.goesOn(history.find(start.name()).orElseThrow())).isTrue();
        }
    }
}
