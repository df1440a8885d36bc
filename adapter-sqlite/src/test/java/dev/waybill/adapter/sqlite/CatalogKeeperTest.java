package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.CatalogKeeper;
import dev.waybill.domain.catalog.CatalogPace;
import dev.waybill.domain.catalog.MetadataSync;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import dev.waybill.domain.catalog.MetadataSyncReport;
import dev.waybill.port.KeyPrefix;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Catalogs that are kept up to date in the background.
class CatalogKeeperTest {
    private static final CatalogPace EVEN = new CatalogPace(Duration.ofMinutes(10), Duration.ofHours(1), 0);

    @TempDir
    private Path folder;

    private CatalogScene scene = new CatalogScene(Path.of("."));
    private final List<String> ends = new CopyOnWriteArrayList<>();
    private final List<Duration> waits = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws InterruptedException {
        scene.close();
        scene = new CatalogScene(folder);
        scene.save("model/net", "one");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private final CatalogKeeper.Listener listener = new CatalogKeeper.Listener() {
        @Override
        public void synced(CatalogId catalog, MetadataSyncReport report) {
            ends.add(catalog.root() + (report.isNothingNew() ? " nothing new" : " synced"));
        }

        @Override
        public void failed(CatalogId catalog, RuntimeException failure) {
            ends.add(catalog.root() + " failed");
        }
    };

    /// Runs until so many waits were asked for; the clock goes on by each.
    private void run(CatalogPace pace, int rounds, List<MetadataSync> syncs) {
        var keeper = new CatalogKeeper(
                pace,
                wait -> {
                    waits.add(wait);
                    scene.clock.advance(wait);
                    if (waits.size() >= rounds) {
                        throw new InterruptedException("enough");
                    }
                },
                new Random(1));
        var thread = Thread.ofVirtual().unstarted(() -> {
            try {
                keeper.run(syncs, MetadataSyncOptions.DEFAULT, listener);
            } catch (InterruptedException e) {
                ends.add("ended");
            }
        });
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_catalog_is_synced_again_and_again_at_its_interval() {
        run(EVEN, 3, List.of(scene.sync()));

        assertThat(ends).startsWith("team/data/ synced", "team/data/ nothing new", "team/data/ nothing new");
        assertThat(waits).containsExactly(EVEN.interval(), EVEN.interval(), EVEN.interval());
    }

    @Test
    void failures_make_the_waits_longer_up_to_a_bound_and_a_success_ends_that() {
        scene.store.failEvery(Operation.LIST, Fault.NOT_REACHED);
        run(EVEN, 5, List.of(scene.sync()));
        assertThat(waits).extracting(Duration::toMinutes).containsExactly(20L, 40L, 60L, 60L, 60L);

        scene.store.heal();
        waits.clear();
        run(EVEN, 1, List.of(scene.sync()));
        assertThat(waits).containsExactly(EVEN.interval());
    }

    @Test
    void a_server_that_fails_holds_up_no_other() {
        var other = new MetadataSync(scene.plain, KeyPrefix.of("other/"), scene.catalogs(), scene.clock);
        scene.store.failEvery(Operation.LIST, Fault.NOT_REACHED);

        run(EVEN, 2, List.of(scene.sync(), other));

        assertThat(ends).contains("team/data/ failed", "other/ nothing new");
    }

    @Test
    void a_catalog_that_cannot_be_written_holds_up_no_other() throws IOException {
        var file = Files.writeString(folder.resolve("no-folder"), "a file");
        var unusable = new SqliteCatalogStore(file, warning -> {});
        var other = new MetadataSync(scene.plain, KeyPrefix.of("other/"), unusable, scene.clock);

        run(EVEN, 2, List.of(other, scene.sync()));

        assertThat(ends).contains("other/ failed", "team/data/ synced");
    }

    @Test
    void jitter_moves_a_wait_by_no_more_than_its_part() {
        run(new CatalogPace(Duration.ofMinutes(10), Duration.ofHours(1), 0.1), 20, List.of(scene.sync()));

        assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11)));
        assertThat(waits).doesNotHaveDuplicates();
    }

    @Test
    void a_pace_that_is_none_is_refused() {
        assertThatThrownBy(() -> new CatalogPace(Duration.ZERO, Duration.ofHours(1), 0))
                .hasMessageContaining("longer than nothing");
        assertThatThrownBy(() -> new CatalogPace(Duration.ofHours(2), Duration.ofHours(1), 0))
                .hasMessageContaining("no shorter than the interval");
        assertThatThrownBy(() -> new CatalogPace(Duration.ofHours(1), Duration.ofHours(1), 2))
                .hasMessageContaining("0 to 1");
    }
}
