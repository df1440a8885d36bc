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
import java.time.Clock;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds of the plans of every tree and every edit, in memory and in folders; the command's tests try it on S3. A
/// failure tells its seed and the smallest edits.
@SuppressWarnings("MustBeClosedChecker") // The stores of a case are closed with it.
class PlanPropertyTest {
    private static final int PART_BYTES = 1024;

    @TempDir
    private Path folder;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 25);
    }

    /// Every fourth between two folders, every third of the others with a remote that can do the least.
    @MustBeClosed
    private CaseStores stores(long seed) {
        var clock = new ManualClock(SyncScene.NOON);
        if (seed % 4 == 0) {
            return stores(newFolder(clock), newFolder(clock));
        }
        Capabilities can = seed % 3 == 0 ? InMemoryAdapter.NO_CAPABILITIES : InMemoryAdapter.ALL_CAPABILITIES;
        return stores(new InMemoryAdapter(clock), new InMemoryAdapter(clock, can));
    }

    @MustBeClosed
    private static CaseStores stores(IObjectStorageAdapter local, IObjectStorageAdapter remote) {
        return new CaseStores(local, remote, local, true, () -> {
            local.close();
            remote.close();
        });
    }

    @MustBeClosed
    private IObjectStorageAdapter newFolder(Clock clock) {
        try {
            return SyncScene.folder(Files.createTempDirectory(folder, "case"), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PlanProperties properties(long seed) {
        return new PlanProperties(this::stores, seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_plan_applied_is_a_run_and_applied_again_it_is_nothing(long seed) {
        for (SyncDirection direction : SyncDirection.values()) {
            PropertyCases.holds(
                    seed,
                    RandomTree.grow(seed, 30, PART_BYTES),
                    edits -> properties(seed).appliesLikeARun(direction, edits));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void only_what_moved_since_is_refused_and_nothing_of_it_is_overwritten(long seed) {
        PropertyCases.holds(seed, RandomTree.grow(seed, 30, PART_BYTES), properties(seed)::refusesWhatMoved);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void random_parts_applied_at_the_same_time_are_the_whole(long seed) {
        PropertyCases.holds(seed, RandomTree.grow(seed, 30, PART_BYTES), properties(seed)::partsAreTheWhole);
    }

    @Test
    void so_they_are_with_hundreds_of_small_trees() {
        PropertyCases.on(this::stores, 200).holdOfSmallTrees(seed -> properties(seed)::partsAreTheWhole);
    }
}
