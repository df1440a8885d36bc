package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogQuery;
import dev.waybill.domain.catalog.MetadataSync;
import dev.waybill.domain.catalog.MetadataSyncListener;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import dev.waybill.domain.catalog.MetadataSyncReport;
import dev.waybill.domain.layer.ForwardingAdapter;
import dev.waybill.domain.sync.SyncRefused;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.testkit.ManualClock;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes wrong around a sync: clocks, other programs, disks, servers that lie.
class CatalogTroubleTest {
    @TempDir
    private Path folder;

    private CatalogScene scene = new CatalogScene(Path.of("."));

    @BeforeEach
    void open() throws InterruptedException {
        in(new CatalogScene(folder, CatalogScene.ofFolders()));
        scene.save("model/net", "one");
        scene.save("dataset/faces", "two");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void in(CatalogScene other) {
        scene.close();
        scene = other;
    }

    private List<String> fresh() throws InterruptedException {
        try (var other = new CatalogFolder(scene)) {
            return other.said();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-24, 24})
    void a_clock_here_that_is_wrong_by_a_day_hides_no_change(long hours) throws InterruptedException {
        var here = new ManualClock(CatalogScene.NOON.plus(Duration.ofHours(hours)));
        var sync = new MetadataSync(scene.store, scene.root, scene.catalogs(), here);
        for (int round = 0; round < 4; round++) {
            sync.run(MetadataSyncOptions.DEFAULT, MetadataSyncListener.NONE);
            assertThat(scene.said()).isEqualTo(fresh());

            // In the tick of what was fetched just now, of the same length, and then a second later.
            scene.put("artifacts/model/net/v1/metadata.json", "{\"tags\":[\"t" + round + "\"]}");
            scene.clock.advance(Duration.ofSeconds(round));
            here.advance(Duration.ofSeconds(round));
        }
        // A clock that is put right in between is no other than one that runs.
        here.advance(Duration.ofHours(-hours));
        sync.run(MetadataSyncOptions.DEFAULT, MetadataSyncListener.NONE);
        here.advance(Duration.ofMinutes(1));
        sync.run(MetadataSyncOptions.DEFAULT, MetadataSyncListener.NONE);

        assertThat(scene.said()).isEqualTo(fresh()).anyMatch(line -> line.contains("t3"));
    }

    @Test
    void many_who_sync_one_repository_at_once_while_it_changes_all_end_and_miss_nothing() throws InterruptedException {
        in(new CatalogScene(folder));
        scene.save("model/net", "one");
        try (var tasks = Tasks.failingFast(4)) {
            for (int who = 0; who < 3; who++) {
                tasks.submit(() -> sync(4));
            }
            tasks.submit(() -> save(6));
            tasks.join();
        }
        scene.synced();

        assertThat(scene.said()).isEqualTo(fresh()).anyMatch(line -> line.startsWith("model/net 7"));
        assertThat(scene.warnings).isEmpty();
    }

    private void sync(int times) {
        // Each has a store of catalogs of its own, as each process has.
        var sync = scene.sync();
        try {
            for (int i = 0; i < times; i++) {
                sync.run(MetadataSyncOptions.DEFAULT, MetadataSyncListener.NONE);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void save(int times) {
        try {
            for (int i = 0; i < times; i++) {
                scene.save("model/net", "more " + i);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_full_disk_ends_a_sync_and_what_was_known_stays() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(program("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()), "mounting needs root");
        try {
            in(new CatalogScene(disk.resolve("catalogs"), CatalogScene.ofFolders()));
            scene.save("model/net", "one");
            scene.synced();
            List<String> before = scene.said();
            var random = new Random(1);
            for (int i = 0; i < 100; i++) {
                scene.put(
                        "artifacts/model/net/v" + (i + 2) + "/metadata.json",
                        "{\"description\":\""
                                + random.ints(4000)
                                        .mapToObj(Integer::toHexString)
                                        .toList() + "\"}");
            }

            assertThatThrownBy(scene::synced)
                    .isInstanceOf(SyncRefused.StateUnusable.class)
                    .hasMessageContaining("the disk is full; make room");
            assertThat(scene.said()).isEqualTo(before);

            assertThat(program("mount", "-o", "remount,size=32m", disk.toString()))
                    .isTrue();
            scene.synced();
            assertThat(scene.said()).isEqualTo(fresh());
            assertThat(scene.warnings).isEmpty();
        } finally {
            program("umount", "-l", disk.toString());
        }
    }

    private static boolean program(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(each -> each.toString().endsWith(".db"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// A sector of a disk that was lost reads as nothing, or as something else.
    private void damage(Random random) throws IOException {
        try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            var sector = new byte[512];
            if (random.nextBoolean()) {
                random.nextBytes(sector);
            }
            long sectors = channel.size() / sector.length;
            channel.write(ByteBuffer.wrap(sector), random.nextLong(sectors) * sector.length);
        }
    }

    @Test
    void a_catalog_that_is_damaged_anywhere_is_begun_anew_with_one_warning_or_does_not_notice()
            throws IOException, InterruptedException {
        scene.synced();
        List<String> right = scene.said();
        byte[] sound = Files.readAllBytes(file());
        var noticed = new HashSet<Boolean>();
        for (int seed = 0; seed < 24; seed++) {
            scene.warnings.clear();
            Files.write(file(), sound);
            damage(new Random(seed));

            // Damage where nothing is looked at before shows when it is.
            boolean toldOfSync = isRefused(scene::synced);
            boolean told = isRefused(scene::said) || toldOfSync || !scene.warnings.isEmpty();
            scene.synced();
            noticed.add(told);

            if (told) {
                assertThat(scene.warnings).as("warnings of seed " + seed).hasSize(1);
                assertThat(scene.said()).as("seed " + seed).isEqualTo(right);
            }
            deleteBeside();
        }
        assertThat(noticed).contains(true);
    }

    /// Looking at something that may be damaged.
    private interface Look {
        Object take() throws InterruptedException;
    }

    private static boolean isRefused(Look look) throws InterruptedException {
        try {
            look.take();
            return false;
        } catch (SyncRefused.StateUnusable e) {
            assertThat(e).hasMessageContaining("damaged");
            return true;
        }
    }

    private void deleteBeside() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each :
                    files.filter(each -> !each.toString().endsWith(".db")).toList()) {
                Files.delete(each);
            }
        }
    }

    /// The same store, whose listings give other sizes than its objects have.
    private IObjectStorageAdapter lying(long size) {
        return (IObjectStorageAdapter) Proxy.newProxyInstance(
                IObjectStorageAdapter.class.getClassLoader(),
                new Class<?>[] {IObjectStorageAdapter.class},
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(scene.plain, arguments);
                        return method.getName().equals("list")
                                ? ((Stream<?>) answer).map(object -> sized((ObjectMetadata) object, size))
                                : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static ObjectMetadata sized(ObjectMetadata object, long size) {
        return new ObjectMetadata(
                object.key(),
                size,
                object.modified(),
                object.etag(),
                object.contentModified(),
                object.checksums(),
                object.contentType(),
                object.userMetadata(),
                object.writeId());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1 << 20})
    void a_server_that_lies_about_sizes_is_taken_at_its_bytes(long size) throws InterruptedException {
        var sync = new MetadataSync(lying(size), scene.root, scene.catalogs(), scene.clock);

        MetadataSyncReport report = sync.run(MetadataSyncOptions.DEFAULT, MetadataSyncListener.NONE);

        assertThat(report.problems()).isEmpty();
        assertThat(scene.said()).isEqualTo(fresh());
    }

    @Test
    void a_store_that_lists_out_of_order_though_it_says_that_it_does_not_is_synced() throws InterruptedException {
        var disorderly = new ForwardingAdapter(scene.plain) {
            @Override
            @MustBeClosed
            public Stream<ObjectMetadata> list(ListOptions options) {
                return super.list(options)
                        .sorted(Comparator.comparing(ObjectMetadata::key).reversed());
            }
        };
        assertThat(disorderly.capabilities().has(Capability.KEY_ORDER)).isTrue();
        var sync = new MetadataSync(disorderly, scene.root, scene.catalogs(), scene.clock);

        MetadataSyncReport report = sync.run(MetadataSyncOptions.DEFAULT, MetadataSyncListener.NONE);

        assertThat(report.problems()).isEmpty();
        assertThat(scene.said()).isEqualTo(fresh());
        assertThat(sync.run(MetadataSyncOptions.DEFAULT, MetadataSyncListener.NONE)
                        .forgotten())
                .isZero();
    }

    @Test
    void documents_that_are_said_to_be_longer_than_the_limit_are_named_and_not_fetched() throws InterruptedException {
        var sync = new MetadataSync(lying(Long.MAX_VALUE), scene.root, scene.catalogs(), scene.clock);

        MetadataSyncReport report = sync.run(MetadataSyncOptions.DEFAULT, MetadataSyncListener.NONE);

        assertThat(report.fetchedBytes()).isZero();
        assertThat(report.problems())
                .hasSize(6)
                .allMatch(problem -> problem.detail().contains("at most"));
        try (CatalogBrowser browser = scene.browser()) {
            assertThat(browser.artifacts(CatalogQuery.ALL).rows()).isEmpty();
        }
        assertThat(Set.copyOf(scene.synced().problems())).isEmpty();
        assertThat(scene.said()).isEqualTo(fresh());
    }
}
