package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.sync.SyncBase;
import dev.waybill.domain.sync.SyncBaseChange;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.domain.sync.SyncRefused;
import dev.waybill.domain.sync.SyncedObject;
import dev.waybill.domain.sync.SyncedVersion;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.Etag;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StoreId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSyncBaseTest {
    private static final SyncPair PAIR =
            new SyncPair(new StoreId("file", "/data/storage"), new StoreId("s3", "bucket/storage"));
    private static final SyncPair OTHER =
            new SyncPair(new StoreId("file", "/data/storage"), new StoreId("s3", "other/storage"));

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();
    private Path file;
    private SqliteSyncBaseStore store;

    @BeforeEach
    void open_a_store() {
        file = folder.resolve(".waybill").resolve("state.db");
        store = new SqliteSyncBaseStore(file, warnings::add);
    }

    @Test
    void what_was_noted_is_there_in_the_next_run_in_full() {
        SyncedObject full = new SyncedObject(
                ObjectKey.of("data/ä b#1?.bin"),
                5_000_000_000L,
                new SyncedVersion(Instant.parse("2026-11-21T04:05:06.123456789Z"), Optional.of(new Etag("local-1"))),
                new SyncedVersion(Instant.parse("0001-01-01T00:00:00Z"), Optional.empty()),
                Optional.of(ContentHasher.hash(ChecksumAlgorithm.CRC64NVME, new byte[] {1, 2})),
                Instant.parse("9999-12-31T23:59:59.999999999Z"),
                "run-1");
        note(full);

        assertThat(entries(PAIR, KeyPrefix.ALL)).containsExactly(full);
    }

    @Test
    void entries_come_in_order_of_their_utf8_bytes() {
        List<SyncedObject> objects = List.of("a/x", "a-b", "a", "\uFF5E", "\uD83D\uDE00", "é", "z", "Z").stream()
                .map(SqliteSyncBaseTest::object)
                .toList();
        note(objects.toArray(SyncedObject[]::new));

        assertThat(entries(PAIR, KeyPrefix.ALL))
                .containsExactlyElementsOf(objects.stream()
                        .sorted(Comparator.comparing(SyncedObject::key))
                        .toList());
    }

    @Test
    void a_prefix_gives_what_begins_so_and_nothing_else() {
        note(object("a"), object("a-b"), object("a/1"), object("a/2"), object("a0"), object("b/1"));

        assertThat(entries(PAIR, KeyPrefix.of("a/")))
                .extracting(entry -> entry.key().value())
                .containsExactly("a/1", "a/2");
        assertThat(entries(PAIR, KeyPrefix.of("c"))).isEmpty();
    }

    @Test
    void more_than_a_page_is_read_to_its_end_without_a_gap() {
        List<SyncBaseChange> changes = IntStream.range(0, 3001)
                .<SyncBaseChange>mapToObj(i -> new SyncBaseChange.Noted(object("k%05d".formatted(i))))
                .toList();
        try (SyncBase base = store.open(PAIR)) {
            base.apply(changes);
        }

        List<SyncedObject> read = entries(PAIR, KeyPrefix.ALL);
        assertThat(read).hasSize(3001).isSortedAccordingTo(Comparator.comparing(SyncedObject::key));
    }

    @Test
    void a_change_made_behind_the_reader_does_not_disturb_it() {
        note(IntStream.range(0, 2500)
                .mapToObj(i -> object("k%05d".formatted(i)))
                .toArray(SyncedObject[]::new));
        int read = 0;
        try (SyncBase base = store.open(PAIR);
                var entries = base.entries(KeyPrefix.ALL)) {
            for (var each = entries.iterator(); each.hasNext(); read++) {
                ObjectKey key = each.next().key();
                base.apply(List.of(new SyncBaseChange.Forgotten(key)));
            }
        }

        assertThat(read).isEqualTo(2500);
        assertThat(entries(PAIR, KeyPrefix.ALL)).isEmpty();
    }

    @Test
    void a_later_change_of_a_key_takes_the_place_of_the_one_before() {
        note(object("a"), object("b"));
        SyncedObject newer = new SyncedObject(
                ObjectKey.of("a"), 9, version("x"), version("y"), Optional.empty(), Instant.EPOCH, "run-2");
        try (SyncBase base = store.open(PAIR)) {
            base.apply(List.of(new SyncBaseChange.Noted(newer), new SyncBaseChange.Forgotten(ObjectKey.of("b"))));
        }

        assertThat(entries(PAIR, KeyPrefix.ALL)).containsExactly(newer);
    }

    @Test
    void each_pair_has_a_base_of_its_own() {
        note(object("a"));

        assertThat(entries(OTHER, KeyPrefix.ALL)).isEmpty();
    }

    @Test
    void a_batch_that_fails_leaves_nothing_of_itself() {
        SyncedObject impossible = new SyncedObject(
                ObjectKey.of("b"), 1, version("x"), version("y"), Optional.empty(), Instant.EPOCH, "run-1");
        try (SyncBase base = store.open(PAIR)) {
            drop_column_check();
            assertThatThrownBy(() -> base.apply(
                            List.of(new SyncBaseChange.Noted(object("a")), new SyncBaseChange.Noted(impossible))))
                    .isInstanceOf(SyncRefused.StateUnusable.class);
        }

        assertThat(entries(PAIR, KeyPrefix.ALL)).isEmpty();
    }

    /// Makes the database refuse the key `b`.
    private void drop_column_check() {
        sql("CREATE TRIGGER no_b BEFORE INSERT ON synced WHEN NEW.key = x'62'"
                + " BEGIN SELECT RAISE(ABORT, 'no b'); END");
    }

    @Test
    void reading_only_makes_no_file() {
        assertThat(entries(PAIR, KeyPrefix.ALL)).isEmpty();

        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void a_base_opened_to_be_read_takes_no_change() {
        note(object("a"));
        try (SyncBase base = store.openReadOnly(PAIR)) {
            assertThatThrownBy(() -> base.apply(List.of(new SyncBaseChange.Forgotten(ObjectKey.of("a")))))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_second_run_on_the_pair_is_refused_and_one_on_another_pair_is_not() {
        try (SyncBase first = store.open(PAIR);
                SyncBase other = store.open(OTHER)) {
            assertThatThrownBy(() -> openOnce())
                    .isInstanceOf(SyncRefused.PairBusy.class)
                    .hasMessageContaining("s3://bucket/storage");
            other.apply(List.of(new SyncBaseChange.Noted(object("a"))));
            first.apply(List.of(new SyncBaseChange.Noted(object("b"))));
        }
        openOnce();
    }

    @Test
    void runs_that_share_a_pair_exclude_one_that_wants_it_alone_until_the_last_ends() {
        try (SyncBase first = store.openShared(PAIR)) {
            try (SyncBase second = store.openShared(PAIR)) {
                assertThatThrownBy(() -> openOnce()).isInstanceOf(SyncRefused.PairBusy.class);
                first.apply(List.of(new SyncBaseChange.Noted(object("a"))));
                second.apply(List.of(new SyncBaseChange.Noted(object("b"))));
                assertThat(first.entry(ObjectKey.of("b"))).contains(object("b"));
                assertThat(first.entry(ObjectKey.of("c"))).isEmpty();
                assertThat(first.entry(ObjectKey.of("A"))).isEmpty();
            }
            assertThatThrownBy(() -> openOnce()).isInstanceOf(SyncRefused.PairBusy.class);
        }
        openOnce();
        try (SyncBase alone = store.open(PAIR)) {
            assertThatThrownBy(() -> openShared()).isInstanceOf(SyncRefused.PairBusy.class);
            assertThat(alone.entry(ObjectKey.of("a"))).isPresent();
        }
    }

    private void openShared() {
        try (SyncBase base = store.openShared(PAIR)) {
            assertThat(base).isNotNull();
        }
    }

    @Test
    void a_run_of_another_process_excludes_this_one_until_it_ends() throws Exception {
        whileHeld("alone", () -> {
            assertThatThrownBy(() -> openOnce()).isInstanceOf(SyncRefused.PairBusy.class);
            assertThatThrownBy(() -> openShared()).isInstanceOf(SyncRefused.PairBusy.class);
        });
        openOnce();
    }

    @Test
    void a_pair_is_shared_with_another_process_and_stays_so_when_one_here_ends() throws Exception {
        whileHeld("shared", () -> {
            openShared();
            assertThatThrownBy(() -> openOnce()).isInstanceOf(SyncRefused.PairBusy.class);
        });
        openOnce();
    }

    @Test
    void a_run_that_is_refused_does_not_let_go_of_the_lock_of_another_in_this_process() throws Exception {
        try (SyncBase held = store.open(PAIR)) {
            assertThatThrownBy(() -> openOnce()).isInstanceOf(SyncRefused.PairBusy.class);
            assertThat(held.entry(ObjectKey.of("a"))).isEmpty();
            Process other = holder("alone");
            assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(other.exitValue()).as("refused").isNotZero();
        }
    }

    private Process holder(String kind) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        file.toString(),
                        PAIR.local().location(),
                        PAIR.remote().location(),
                        kind)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void whileHeld(String kind, Runnable work) throws IOException, InterruptedException {
        Process holder = holder(kind);
        try {
            var said = new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
            assertThat(said.readLine()).isEqualTo("holding");
            work.run();
        } finally {
            holder.destroyForcibly();
        }
        assertThat(holder.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void after_a_crash_every_batch_that_was_applied_is_there() throws IOException {
        Path copied = folder.resolve("copy").resolve("state.db");
        Files.createDirectories(copied.getParent());
        try (SyncBase base = store.open(PAIR)) {
            base.apply(List.of(new SyncBaseChange.Noted(object("a"))));
            base.apply(List.of(new SyncBaseChange.Noted(object("b"))));
            Files.copy(file, copied);
            Path wal = Path.of(file + "-wal");
            assertThat(wal).isNotEmptyFile();
            byte[] bytes = Files.readAllBytes(wal);
            // A write that was cut off: the last frame is there in part.
            Files.write(Path.of(copied + "-wal"), bytes);
            base.apply(List.of(new SyncBaseChange.Noted(object("c"))));
            byte[] more = Files.readAllBytes(wal);
            Files.write(Path.of(copied + "-wal"), Arrays.copyOf(more, bytes.length + 100));
        }

        store = new SqliteSyncBaseStore(copied, warnings::add);
        assertThat(entries(PAIR, KeyPrefix.ALL))
                .extracting(entry -> entry.key().value())
                .containsExactly("a", "b");
        assertThat(warnings).isEmpty();
    }

    @Test
    void a_damaged_file_is_moved_aside_with_one_warning_and_begun_anew() throws IOException {
        note(object("a"));
        Files.writeString(file, "this is no database, and long enough to be taken for one".repeat(50));

        note(object("b"));

        assertThat(entries(PAIR, KeyPrefix.ALL)).containsExactly(object("b"));
        assertThat(warnings).singleElement().asString().contains(file.toString(), "state.db.damaged");
        assertThat(Path.of(file + ".damaged")).isNotEmptyFile();
    }

    @Test
    void damage_in_the_middle_of_the_file_is_found_too() throws IOException {
        note(IntStream.range(0, 5000)
                .mapToObj(i -> object("k%05d".formatted(i)))
                .toArray(SyncedObject[]::new));
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 20_000, (byte) 7);
        Files.write(file, bytes);

        assertThat(entries(PAIR, KeyPrefix.ALL)).isEmpty();
        assertThat(warnings).hasSize(1);
    }

    @Test
    void a_file_of_a_newer_version_is_refused_and_left_as_it_is() throws IOException {
        note(object("a"));
        sql("PRAGMA user_version = 99");

        assertThatThrownBy(() -> openOnce())
                .isInstanceOf(SyncRefused.StateUnusable.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("schema 99")
                .hasMessageContaining("update Waybill");
        sql("PRAGMA user_version = " + Schema.SYNC.latest());
        assertThat(entries(PAIR, KeyPrefix.ALL)).containsExactly(object("a"));
    }

    @Test
    void the_database_of_another_program_is_refused_and_left_as_it_is() throws IOException {
        Files.createDirectories(file.getParent());
        sql("CREATE TABLE precious (x)");
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> openOnce())
                .isInstanceOf(SyncRefused.StateUnusable.class)
                .hasMessageContaining("another program");
        sql("SELECT x FROM precious");
        assertThat(before).isNotEmpty();
    }

    @Test
    void a_migration_that_was_begun_and_not_committed_is_done_again() {
        note();
        StateTables.keep(file, 0, Set.of());

        note(object("a"));

        assertThat(entries(PAIR, KeyPrefix.ALL)).containsExactly(object("a"));
    }

    @Test
    void a_file_of_the_first_version_is_brought_up_to_date_and_keeps_what_it_holds() {
        note(object("a"));
        StateTables.keep(file, 1, Set.of("pair", "run", "synced"));

        try (SyncBase base = store.open(PAIR)) {
            assertThat(base.transfers().unfinished(PAIR.remote())).isEmpty();
        }
        assertThat(entries(PAIR, KeyPrefix.ALL)).containsExactly(object("a"));
    }

    @Test
    void a_state_file_that_is_a_link_is_refused() throws IOException {
        Files.createDirectories(file.getParent());
        Path elsewhere = folder.resolve("elsewhere.db");
        Files.createSymbolicLink(file, elsewhere);

        assertThatThrownBy(() -> openOnce())
                .isInstanceOf(SyncRefused.StateUnusable.class)
                .hasMessageContaining("symbolic link");
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void a_folder_with_an_odd_name_holds_the_file_as_any_other() {
        file = folder.resolve("a ?b=c#d%20e;é").resolve("state.db");
        store = new SqliteSyncBaseStore(file, warnings::add);
        note(object("a"));

        assertThat(file).isNotEmptyFile();
        assertThat(entries(PAIR, KeyPrefix.ALL)).containsExactly(object("a"));
    }

    @Test
    void the_state_of_a_storage_folder_lies_beside_it() {
        assertThat(SqliteSyncBaseStore.beside(folder.resolve("storage"))).isEqualTo(file);
    }

    private void openOnce() {
        try (SyncBase base = store.open(PAIR)) {
            assertThat(base).isNotNull();
        }
    }

    private void note(SyncedObject... objects) {
        try (SyncBase base = store.open(PAIR)) {
            base.apply(List.of(objects).stream()
                    .<SyncBaseChange>map(SyncBaseChange.Noted::new)
                    .toList());
        }
    }

    private List<SyncedObject> entries(SyncPair pair, KeyPrefix prefix) {
        try (SyncBase base = store.openReadOnly(pair);
                var entries = base.entries(prefix)) {
            return entries.toList();
        }
    }

    private void sql(String... statements) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static SyncedObject object(String key) {
        return new SyncedObject(
                ObjectKey.of(key),
                key.length(),
                version("local"),
                version("remote"),
                Optional.of(new Checksum(ChecksumAlgorithm.CRC32C, "01020304")),
                Instant.parse("2026-11-21T04:05:06Z"),
                "run-1");
    }

    private static SyncedVersion version(String etag) {
        return new SyncedVersion(Instant.parse("2026-11-20T00:00:00.5Z"), Optional.of(new Etag(etag)));
    }
}
