package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.sync.Reason;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncEvent;
import dev.waybill.domain.sync.SyncListener;
import dev.waybill.domain.sync.SyncOptions;
import dev.waybill.domain.sync.SyncReport;
import dev.waybill.domain.sync.Synchronizer;
import dev.waybill.domain.transfer.TransferLimits;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.InMemoryAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that note what they do in a file.
class SqliteSyncTest {
    private static final int OBJECTS = 1500;
    private static final SyncOptions DELETING = SyncOptions.DEFAULT.withDelete(true);

    @TempDir
    Path folder;

    private IObjectStorageAdapter local;
    private IObjectStorageAdapter remote;

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // Closed after the test.
    void fill_a_store() {
        local = new InMemoryAdapter(Clock.systemUTC());
        remote = new InMemoryAdapter(Clock.systemUTC());
        IntStream.range(0, OBJECTS).forEach(i -> put("folder/ü" + i, i));
    }

    @AfterEach
    void close_the_stores() {
        local.close();
        remote.close();
    }

    private void put(String key, int number) {
        local.put(
                ObjectKey.of(key),
                ObjectSource.of(Integer.toString(number).getBytes(StandardCharsets.UTF_8)),
                PutOptions.DEFAULT);
    }

    private Synchronizer synchronizer(Path state) {
        var bases = new SqliteSyncBaseStore(state, warning -> {
            throw new AssertionError(warning);
        });
        return new Synchronizer(local, remote, bases, TransferLimits.DEFAULT, Clock.systemUTC());
    }

    private SyncReport push(Path state, SyncListener listener) {
        return synchronizer(state).run(SyncDirection.PUSH, DELETING, listener);
    }

    @Test
    void the_next_run_knows_what_this_one_did_in_another_process_too() {
        Path state = folder.resolve("state.db");
        assertThat(push(state, SyncListener.NONE).isClean()).isTrue();
        local.delete(ObjectKey.of("folder/ü7"), DeleteOptions.ANY);
        put("folder/ü8", 99_999);

        SyncReport next = push(state, SyncListener.NONE);
        assertThat(next.done()).containsOnlyKeys(Reason.CHANGED, Reason.DELETED);
        assertThat(push(state, SyncListener.NONE).planned()).containsOnlyKeys(Reason.UNCHANGED);
    }

    @Test
    void the_file_as_a_killed_run_leaves_it_loses_nothing_and_moves_nothing_twice() throws IOException {
        Path state = folder.resolve("state.db");
        Path killed = Files.createDirectories(folder.resolve("killed")).resolve("state.db");
        var done = new AtomicInteger();
        push(state, event -> {
            if (event instanceof SyncEvent.Done && done.incrementAndGet() == 1200) {
                copy(state, killed);
            }
        });

        SyncReport next = push(killed, SyncListener.NONE);
        assertThat(next.isClean()).isTrue();
        assertThat(next.moved().objects()).isZero();
        assertThat(next.planned()).containsOnlyKeys(Reason.UNCHANGED, Reason.ALIKE_NEVER_SYNCED);
        assertThat(next.planned(Reason.UNCHANGED).objects()).isGreaterThanOrEqualTo(500);
    }

    private static void copy(Path state, Path to) {
        for (String sibling : List.of("", "-wal")) {
            try {
                Files.copy(Path.of(state + sibling), Path.of(to + sibling));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
