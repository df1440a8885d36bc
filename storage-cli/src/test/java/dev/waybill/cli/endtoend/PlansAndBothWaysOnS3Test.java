package dev.waybill.cli.endtoend;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.cli.endtoend.store.RemoteKind;
import dev.waybill.cli.endtoend.store.TestRemote;
import dev.waybill.domain.config.ConfigurationReader;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.domain.sync.CaseStores;
import dev.waybill.domain.sync.PlanProperties;
import dev.waybill.domain.sync.PropertyCases;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.TwoWayProperties;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.testkit.InMemoryAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What holds of plans, and of runs in both directions, for every tree, every edit and every fault, between a store in
/// memory and a bucket of S3, as the command opens it.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@SuppressWarnings("MustBeClosedChecker") // The buckets are closed after all cases; nothing else needs it.
class PlansAndBothWaysOnS3Test {
    private static final PropertyCases PLANS = PropertyCases.on(PlansAndBothWaysOnS3Test::stores, 24);
    private static final PropertyCases BOTH_WAYS = PropertyCases.on(PlansAndBothWaysOnS3Test::stores, 24);
    private static final ObjectStorageFactory FACTORY =
            ObjectStorageFactory.ofInstalled(Clock.systemUTC(), StackOptions.DEFAULT);
    private static final AtomicInteger OPENED = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static List<TestRemote> remotes = List.of();
    private static List<IObjectStorageAdapter> buckets = List.of();

    @BeforeAll
    static void open_two_buckets() throws IOException {
        remotes = List.of(RemoteKind.S3.open(folder), RemoteKind.S3.open(folder));
        Files.writeString(
                folder.resolve("waybill.yaml"),
                "remotes:\n    far:\n" + remotes.getFirst().settings() + "    other:\n"
                        + remotes.getLast().settings());
        var reader = new ConfigurationReader(FACTORY.providers(), Map.of("SECRET", TestRemote.SECRET));
        var configuration = reader.read(folder);
        buckets = List.of(FACTORY.openStore(configuration, "far"), FACTORY.openStore(configuration, "other"));
    }

    @AfterAll
    static void close_the_buckets() {
        buckets.forEach(IObjectStorageAdapter::close);
        remotes.forEach(TestRemote::close);
    }

    /// With the one bucket and the other in turn, since a case may have two at once.
    @MustBeClosed
    private static CaseStores stores(long seed) {
        IObjectStorageAdapter bucket = buckets.get(OPENED.getAndIncrement() % buckets.size());
        empty(bucket);
        var local = new InMemoryAdapter(Clock.systemUTC());
        return new CaseStores(local, bucket, local, false, () -> {});
    }

    private static void empty(IObjectStorageAdapter bucket) {
        try (Stream<ObjectMetadata> objects = bucket.list(ListOptions.of(KeyPrefix.ALL))) {
            objects.toList().forEach(object -> bucket.delete(object.key(), DeleteOptions.ANY));
        }
    }

    private static PlanProperties plans(long seed) {
        return new PlanProperties(PlansAndBothWaysOnS3Test::stores, seed);
    }

    private static TwoWayProperties bothWays(long seed) {
        return new TwoWayProperties(PlansAndBothWaysOnS3Test::stores, () -> {}, seed);
    }

    @Test
    void a_plan_applied_is_a_push_and_applied_again_it_is_nothing() {
        PLANS.holdOfSmallTrees(seed -> edits -> plans(seed).appliesLikeARun(SyncDirection.PUSH, edits));
    }

    @Test
    void so_it_is_a_pull() {
        PLANS.holdOfSmallTrees(seed -> edits -> plans(seed).appliesLikeARun(SyncDirection.PULL, edits));
    }

    @Test
    void only_what_moved_since_is_refused_and_nothing_of_it_is_overwritten() {
        PLANS.holdOfSmallTrees(seed -> plans(seed)::refusesWhatMoved);
    }

    @Test
    void random_parts_applied_at_the_same_time_are_the_whole() {
        PLANS.holdOfSmallTrees(seed -> plans(seed)::partsAreTheWhole);
    }

    @Test
    void one_run_makes_both_sides_what_the_table_says_and_the_next_finds_nothing_to_do() {
        BOTH_WAYS.holdOfSmallTrees(seed -> bothWays(seed)::convergesByTheTable);
    }

    @Test
    void round_after_round_of_edits_and_faults_nothing_is_lost_and_a_clean_run_mends_it() {
        BOTH_WAYS.holdOfSmallTrees(seed -> bothWays(seed)::survivesFaults);
    }

    @Test
    void without_the_record_nothing_is_lost_either() {
        BOTH_WAYS.holdOfSmallTrees(seed -> bothWays(seed)::survivesWithoutRecord);
    }
}
