package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.sync.SyncBase;
import dev.waybill.domain.sync.SyncBaseChange;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.domain.sync.SyncRefused;
import dev.waybill.domain.sync.SyncedObject;
import dev.waybill.domain.sync.SyncedVersion;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That a dry run and a status leave the folder of the state as it is, whatever state that is in.
class ReadOnlyStateTest {
    private static final SyncPair PAIR = new SyncPair(new StoreId("file", "/data"), new StoreId("s3", "bucket"));

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();
    private Path state;
    private Path file;
    private SqliteSyncBaseStore store;
    private Map<String, String> before = Map.of();

    @BeforeEach
    void note_three_thousand_objects() {
        state = folder.resolve(".waybill");
        file = state.resolve("state.db");
        store = new SqliteSyncBaseStore(file, warnings::add);
        try (SyncBase base = store.open(PAIR)) {
            base.apply(changes());
        }
    }

    private static List<SyncBaseChange> changes() {
        return IntStream.range(0, 3000)
                .<SyncBaseChange>mapToObj(i -> new SyncBaseChange.Noted(object("k" + i)))
                .toList();
    }

    private static SyncedObject object(String key) {
        var version = new SyncedVersion(Instant.EPOCH, Optional.empty());
        return new SyncedObject(ObjectKey.of(key), 1, version, version, Optional.empty(), Instant.EPOCH, "run");
    }

    /// Names, times and bytes of all that lies in the folder.
    private Map<String, String> onDisk() throws IOException {
        var all = new TreeMap<String, String>();
        try (var files = Files.list(state)) {
            for (Path each : files.toList()) {
                String time = Files.getLastModifiedTime(each, LinkOption.NOFOLLOW_LINKS)
                        .toString();
                String bytes = Files.isSymbolicLink(each) ? "" : HexFormat.of().formatHex(Files.readAllBytes(each));
                all.put(each.getFileName().toString(), time + " " + bytes);
            }
        }
        return all;
    }

    private long read() throws IOException {
        before = onDisk();
        try (SyncBase base = store.openReadOnly(PAIR);
                var entries = base.entries(KeyPrefix.ALL)) {
            return entries.count();
        }
    }

    @AfterEach
    void nothing_changed() throws IOException {
        assertThat(onDisk()).as("names, times and bytes").isEqualTo(before);
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

    @Test
    void a_sound_file_is_read() throws IOException {
        assertThat(read()).isEqualTo(3000);
        assertThat(warnings).isEmpty();
    }

    @Test
    void a_file_in_use_is_read_as_it_was_last_noted() throws IOException {
        try (SyncBase running = store.open(PAIR)) {
            running.apply(List.of(new SyncBaseChange.Noted(object("new"))));
            assertThat(read()).isEqualTo(3001);
            nothing_changed();
        }
        before = onDisk();
    }

    @Test
    void what_a_killed_run_left_is_read_with_its_log() throws IOException {
        Path killed = Files.createDirectories(folder.resolve("killed"));
        try (SyncBase running = store.open(PAIR)) {
            running.apply(List.of(new SyncBaseChange.Noted(object("new"))));
            Files.copy(file, killed.resolve("state.db"));
            Files.copy(Path.of(file + "-wal"), killed.resolve("state.db-wal"));
        }
        state = killed;
        store = new SqliteSyncBaseStore(killed.resolve("state.db"), warnings::add);

        assertThat(read()).isEqualTo(3001);
        assertThat(warnings).isEmpty();
    }

    @Test
    void a_file_that_is_no_database_is_taken_for_none_with_a_warning() throws IOException {
        Files.writeString(file, "this is no database, and long enough to be taken for one".repeat(50));

        assertThat(read()).isZero();
        assertThat(warnings).singleElement().asString().contains(file.toString(), "damaged", "next push or pull");
    }

    @Test
    void a_file_damaged_in_the_middle_is_taken_for_none_with_a_warning() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 20_000, (byte) 7);
        Files.write(file, bytes);

        assertThat(read()).isZero();
        assertThat(warnings).hasSize(1);
    }

    @Test
    void a_file_of_an_older_version_is_not_brought_up_to_date() throws IOException {
        StateTables.keep(file, 0, Set.of());

        assertThat(read()).isZero();
        assertThat(warnings).isEmpty();
    }

    @Test
    void an_empty_file_is_left_empty() throws IOException {
        Files.write(file, new byte[0]);

        assertThat(read()).isZero();
    }

    @Test
    void a_file_of_a_newer_version_is_refused_by_its_name() {
        sql("PRAGMA user_version = 99");

        assertThatThrownBy(this::read)
                .isInstanceOf(SyncRefused.StateUnusable.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("schema 99");
    }

    @Test
    void a_link_is_refused() throws IOException {
        Path elsewhere = Files.move(file, folder.resolve("elsewhere.db"));
        Files.createSymbolicLink(file, elsewhere);

        assertThatThrownBy(this::read)
                .isInstanceOf(SyncRefused.StateUnusable.class)
                .hasMessageContaining("symbolic link");
    }
}
