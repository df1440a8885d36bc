package dev.waybill.domain.sync;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.testkit.InMemoryAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds of every tree, every edit and every fault: some large trees, and thousands of small ones, in memory and
/// in
/// folders; the command's tests try it on S3. A failure tells its seed and the smallest edits.
/// `-Dwaybill.property.cases=100000` tries more.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@SuppressWarnings("MustBeClosedChecker") // The stores of a case are closed with it.
class SyncPropertyTest {
    private static final PropertyCases IN_MEMORY = PropertyCases.on(SyncPropertyTest::inMemory, 3120);

    @TempDir
    private static Path folder;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 25);
    }

    /// Every third remote can do the least.
    @MustBeClosed
    private static CaseStores inMemory(long seed) {
        Clock clock = Clock.systemUTC();
        var can = seed % 3 == 0 ? InMemoryAdapter.NO_CAPABILITIES : InMemoryAdapter.ALL_CAPABILITIES;
        return stores(new InMemoryAdapter(clock), new InMemoryAdapter(clock, can), new InMemoryAdapter(clock), false);
    }

    /// Every second with a remote that is a folder, too.
    @MustBeClosed
    private static CaseStores inFolders(long seed) {
        Clock clock = Clock.systemUTC();
        return stores(
                newFolder(clock),
                seed % 2 == 0 ? newFolder(clock) : new InMemoryAdapter(clock),
                newFolder(clock),
                true);
    }

    @MustBeClosed
    private static IObjectStorageAdapter newFolder(Clock clock) {
        try {
            return SyncScene.folder(Files.createTempDirectory(folder, "case"), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @MustBeClosed
    private static CaseStores stores(
            IObjectStorageAdapter local,
            IObjectStorageAdapter remote,
            IObjectStorageAdapter elsewhere,
            boolean haveFolders) {
        return new CaseStores(
                local,
                remote,
                elsewhere,
                haveFolders,
                () -> List.of(local, remote, elsewhere).forEach(IObjectStorageAdapter::close));
    }

    private static PropertyCases inFolders() {
        return PropertyCases.on(SyncPropertyTest::inFolders, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_push_makes_the_target_what_the_source_is_and_a_pull_elsewhere_makes_it_again(long seed) {
        IN_MEMORY.hold(seed, 40, 15, SyncProperties::pushedAndPulled);
    }

    @Test
    void so_it_does_with_thousands_of_small_trees() {
        IN_MEMORY.holdOfSmallTrees(SyncProperties::pushedAndPulled);
    }

    @Test
    void so_it_does_in_folders() {
        inFolders().holdOfSmallTrees(SyncProperties::pushedAndPulled);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_fails_the_target_holds_whole_objects_and_the_next_run_mends_it(long seed) {
        IN_MEMORY.hold(seed, 30, 20, SyncProperties::survivesFaults);
    }

    @Test
    void so_does_the_target_of_thousands_of_small_trees() {
        IN_MEMORY.holdOfSmallTrees(SyncProperties::survivesFaults);
    }

    @Test
    void so_does_a_target_that_is_a_folder_or_whose_source_is_one() {
        inFolders().holdOfSmallTrees(SyncProperties::survivesFaults);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void edits_on_both_sides_all_arrive_or_are_conflicts(long seed) {
        IN_MEMORY.hold(seed, 30, 10, SyncProperties::losesNoEdit);
    }

    @Test
    void so_do_those_of_thousands_of_small_trees() {
        IN_MEMORY.holdOfSmallTrees(SyncProperties::losesNoEdit);
    }

    @Test
    void so_do_those_of_folders() {
        inFolders().holdOfSmallTrees(SyncProperties::losesNoEdit);
    }
}
