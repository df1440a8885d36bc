package dev.waybill.cli.endtoend;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.cli.endtoend.store.RemoteKind;
import dev.waybill.cli.endtoend.store.TestRemote;
import dev.waybill.domain.config.ConfigurationReader;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.domain.sync.CaseStores;
import dev.waybill.domain.sync.PropertyCases;
import dev.waybill.domain.sync.SyncProperties;
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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What holds of every tree, every edit and every fault, between a store in memory and a bucket of S3, as the command
/// opens
/// it.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@SuppressWarnings("MustBeClosedChecker") // The bucket is closed after all cases; nothing else needs it.
class SyncPropertiesOnS3Test {
    private static final PropertyCases CASES = PropertyCases.on(SyncPropertiesOnS3Test::stores, 80);
    private static final ObjectStorageFactory FACTORY =
            ObjectStorageFactory.ofInstalled(Clock.systemUTC(), StackOptions.DEFAULT);

    @TempDir
    private static Path folder;

    private static TestRemote remote;
    private static IObjectStorageAdapter bucket;

    @BeforeAll
    static void open_the_bucket() throws IOException {
        remote = RemoteKind.S3.open(folder);
        Files.writeString(folder.resolve("waybill.yaml"), "remotes:\n    far:\n" + remote.settings());
        var reader = new ConfigurationReader(FACTORY.providers(), Map.of("SECRET", TestRemote.SECRET));
        bucket = FACTORY.openStore(reader.read(folder), "far");
    }

    @AfterAll
    static void close_the_bucket() {
        bucket.close();
        remote.close();
    }

    @MustBeClosed
    private static CaseStores stores(long seed) {
        empty();
        Clock clock = Clock.systemUTC();
        return new CaseStores(new InMemoryAdapter(clock), bucket, new InMemoryAdapter(clock), false, () -> {});
    }

    private static void empty() {
        try (Stream<ObjectMetadata> objects = bucket.list(ListOptions.of(KeyPrefix.ALL))) {
            objects.toList().forEach(object -> bucket.delete(object.key(), DeleteOptions.ANY));
        }
    }

    @Test
    void a_push_makes_the_bucket_what_the_source_is_and_a_pull_elsewhere_makes_it_again() {
        CASES.holdOfSmallTrees(SyncProperties::pushedAndPulled);
    }

    @Test
    void whatever_fails_the_bucket_holds_whole_objects_and_the_next_run_mends_it() {
        CASES.holdOfSmallTrees(SyncProperties::survivesFaults);
    }

    @Test
    void edits_on_both_sides_all_arrive_or_are_conflicts() {
        CASES.holdOfSmallTrees(SyncProperties::losesNoEdit);
    }
}
