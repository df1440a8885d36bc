package dev.waybill.domain.sync;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import dev.waybill.testkit.RandomTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds of a run in both directions for every tree, every edits on both sides and every fault: I10, and that
/// nothing is lost. In memory and with a folder; the command's tests try it on S3. A failure tells its seed and the
/// smallest edits.
@SuppressWarnings("MustBeClosedChecker") // The stores of a case are closed with it.
class TwoWayPropertyTest {
    private static final int PART_BYTES = 1024;

    private final ManualClock clock = new ManualClock(SyncScene.NOON);

    @TempDir
    private Path folder;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    static LongStream seedsWithoutFolders() {
        return seeds().filter(seed -> seed % 5 != 0);
    }

    /// Every fifth with a folder as the local side, every third with a remote that can do the least.
    @MustBeClosed
    private CaseStores stores(long seed) {
        Capabilities can = seed % 3 == 0 ? InMemoryAdapter.NO_CAPABILITIES : InMemoryAdapter.ALL_CAPABILITIES;
        var remote = new InMemoryAdapter(clock, can);
        boolean isFolder = seed % 5 == 0;
        IObjectStorageAdapter local = isFolder ? newFolder() : new InMemoryAdapter(clock);
        return new CaseStores(local, remote, local, isFolder, () -> {
            local.close();
            remote.close();
        });
    }

    @MustBeClosed
    private IObjectStorageAdapter newFolder() {
        try {
            return SyncScene.folder(Files.createTempDirectory(folder, "local"), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TwoWayProperties properties(long seed) {
        return new TwoWayProperties(this::stores, () -> clock.advance(Duration.ofHours(1)), seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void one_run_makes_both_sides_what_the_table_says_and_the_next_finds_nothing_to_do(long seed) {
        PropertyCases.holds(seed, RandomTree.grow(seed, 30, PART_BYTES), properties(seed)::convergesByTheTable);
    }

    @ParameterizedTest
    @MethodSource("seedsWithoutFolders")
    void round_after_round_of_edits_and_faults_nothing_is_lost_and_a_clean_run_mends_it(long seed) {
        PropertyCases.holds(seed, RandomTree.grow(seed, 25, PART_BYTES), properties(seed)::survivesFaults);
    }

    @ParameterizedTest
    @MethodSource("seedsWithoutFolders")
    void without_the_record_nothing_is_lost_either(long seed) {
        PropertyCases.holds(seed, RandomTree.grow(seed, 25, PART_BYTES), properties(seed)::survivesWithoutRecord);
    }
}
