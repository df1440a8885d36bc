package dev.waybill.domain.catalog.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.ContentsAtHand;
import dev.waybill.domain.artifact.DownloadListener;
import dev.waybill.domain.artifact.DownloadOptions;
import dev.waybill.domain.artifact.DownloadResult;
import dev.waybill.domain.artifact.FreeRoom;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.StorageException;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import dev.waybill.testkit.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Versions that are fetched by way of a cache.
class CachedDownloadTest {
    @TempDir
    private Path root;

    private CacheScene scene;

    @BeforeEach
    void open() {
        scene = new CacheScene(root.resolve("cache"));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private static String text(int seed) {
        return ("line " + seed + "\n").repeat(3 * CacheScene.PART / 8);
    }

    private static void write(Path file, String text) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(file, text);
    }

    @Test
    void a_version_is_linked_in_its_folder_of_the_cache_and_only_to_be_read() throws Exception {
        ArtifactVersion version = scene.save("net", Map.of("a/weights.bin", text(1), "notes.txt", "small"));

        var fetched = scene.fetch(version);

        assertThat(fetched.folder().toString())
                .startsWith(root.resolve("cache/downloads") + "/")
                .endsWith("/model/net/v1");
        assertThat(fetched.result()).isEqualTo(new DownloadResult(2, text(1).length() + 5, 0, 0, Map.of()));
        assertThat(fetched.folder().resolve("a/weights.bin")).hasContent(text(1));
        Path notes = fetched.folder().resolve("notes.txt");
        assertThat(notes).hasContent("small");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(notes)))
                .isEqualTo("r--r--r--");
        assertThat(Files.getAttribute(notes, "unix:nlink")).isEqualTo(2);
        assertThat(scene.contents()).hasSize(2);
        assertThat(scene.warnings).isEmpty();
    }

    @Test
    void what_is_in_the_cache_is_not_asked_for_again() throws Exception {
        ArtifactVersion version = scene.save("net", Map.of("weights.bin", text(1), "notes.txt", "small"));
        scene.fetch(version);
        long before = scene.reads();

        assertThat(scene.fetch(version).result()).isEqualTo(new DownloadResult(0, 0, 0, 2, Map.of()));
        ArtifactVersion next = scene.save("other", Map.of("moved/weights.bin", text(1)));
        long saved = scene.reads();
        var fetched = scene.fetch(next);

        assertThat(fetched.result().reused()).isEqualTo(text(1).length());
        assertThat(fetched.folder().resolve("moved/weights.bin")).hasContent(text(1));
        assertThat(scene.reads() - saved).as("requests for the second artifact").isZero();
        assertThat(saved).isGreaterThan(before);
        assertThat(scene.contents()).hasSize(2);
    }

    @Test
    void a_content_that_was_written_to_is_found_and_fetched_again() throws Exception {
        ArtifactVersion version = scene.save("net", Map.of("weights.bin", text(1)));
        Path file = scene.fetch(version).folder().resolve("weights.bin");
        write(file, text(2));

        DownloadResult again = scene.fetch(version).result();

        assertThat(again.files()).isEqualTo(1);
        assertThat(file).hasContent(text(1));
        assertThat(scene.contents())
                .singleElement()
                .satisfies(content -> assertThat(content).hasContent(text(1)));
        assertThat(scene.warnings).singleElement().asString().contains("was changed");
    }

    @Test
    void a_content_that_was_cut_short_is_found_and_fetched_again() throws Exception {
        ArtifactVersion version = scene.save("net", Map.of("weights.bin", text(1)));
        Path file = scene.fetch(version).folder().resolve("weights.bin");
        write(file, "");

        scene.fetch(version);

        assertThat(file).hasContent(text(1));
    }

    @Test
    void a_content_that_was_only_made_writable_is_read_and_sealed_again() throws Exception {
        ArtifactVersion version = scene.save("net", Map.of("weights.bin", text(1)));
        Path file = scene.fetch(version).folder().resolve("weights.bin");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        long before = scene.reads();

        scene.fetch(version);

        assertThat(scene.reads()).isEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("r--r--r--");
    }

    @Test
    void damage_that_shows_in_no_fact_of_the_file_is_found_when_it_is_copied() throws Exception {
        ArtifactVersion version = scene.save("net", Map.of("weights.bin", text(1)));
        scene.fetch(version);
        Path content = scene.contents().getFirst();
        var time = Files.getLastModifiedTime(content);
        write(content, text(2));
        Files.setLastModifiedTime(content, time);
        Files.setPosixFilePermissions(content, PosixFilePermissions.fromString("r--r--r--"));

        try (var cache = scene.cache();
                var target = new InMemoryAdapter(scene.clock)) {
            DownloadResult result = scene.repository.download(
                    version,
                    target,
                    KeyPrefix.ALL,
                    file -> true,
                    DownloadOptions.DEFAULT.withContents(ContentsAtHand.reading(cache)));
            assertThat(result).isEqualTo(new DownloadResult(1, text(1).length(), 0, 0, Map.of()));
        }
        assertThat(scene.contents()).isEmpty();
        assertThat(scene.warnings).singleElement().asString().contains("not those it had");
    }

    @Test
    void what_is_kept_is_copied_where_no_link_is_asked_for() throws Exception {
        ArtifactVersion version = scene.save("net", Map.of("weights.bin", text(1), "notes.txt", "small"));

        try (var cache = scene.cache();
                var target = new InMemoryAdapter(scene.clock)) {
            var options =
                    DownloadOptions.DEFAULT.withContents(ContentsAtHand.keeping(cache, Optional.of(scene.journal)));
            scene.repository.download(version, target, KeyPrefix.ALL, file -> true, options);
            assertThat(scene.contents()).hasSize(2);
            long before = scene.reads();
            DownloadResult again =
                    scene.repository.download(version, target, KeyPrefix.ofFolder("again"), file -> true, options);
            assertThat(again.reused()).isEqualTo(text(1).length() + 5);
            assertThat(scene.reads()).isEqualTo(before);
        }
    }

    @Test
    void bytes_that_are_not_those_of_the_manifest_get_no_name_anywhere() throws Exception {
        ArtifactVersion version = scene.save("net", Map.of("notes.txt", "small", "weights.bin", text(1)));
        scene.source.failEvery(Operation.GET, new Fault.CorruptBody(3));

        var fetched = scene.fetch(version);

        assertThat(fetched.result().failures()).containsOnlyKeys("notes.txt", "weights.bin");
        assertThat(fetched.result().failures().values())
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(StorageException.CorruptContent.class));
        assertThat(CacheScene.files(fetched.folder())).isEmpty();
        assertThat(scene.contents()).isEmpty();
        scene.source.heal();
        assertThat(scene.fetch(version).result().failures()).isEmpty();
    }

    @Test
    void of_many_who_want_one_content_one_fetches_it() throws Exception {
        String shared = text(1);
        var versions = new ArrayList<ArtifactVersion>();
        for (int i = 0; i < 6; i++) {
            versions.add(scene.save("net" + i, Map.of("weights.bin", shared)));
        }
        long before = scene.source.calls(Operation.GET);

        try (var tasks = Tasks.failingFast(6)) {
            for (ArtifactVersion version : versions) {
                tasks.submit(() -> {
                    try {
                        assertThat(scene.fetch(version).folder().resolve("weights.bin"))
                                .hasContent(shared);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
            tasks.join();
        }

        assertThat(scene.source.calls(Operation.GET) - before)
                .as("parts of one content")
                .isEqualTo(Math.ceilDiv(shared.length(), CacheScene.PART));
    }

    @Test
    void a_large_fetch_that_was_cut_off_goes_on_with_what_it_has() throws Exception {
        ArtifactVersion version = scene.save("net", Map.of("weights.bin", text(1)));
        long before = scene.source.calls(Operation.GET);
        int parts = Math.ceilDiv(text(1).length(), CacheScene.PART);
        scene.source.fail(
                Operation.GET,
                before + parts,
                new Fault.Unavailable(StorageException.StoreUnavailable.Reason.NOT_REACHED, Optional.empty()));

        assertThatThrownBy(() -> scene.fetch(version)).isInstanceOf(StorageException.StoreUnavailable.class);
        assertThat(scene.contents()).isEmpty();
        try (var cache = scene.cache()) {
            assertThat(cache.usage().unfinishedBytes())
                    .isEqualTo(cache.usage().bytes())
                    .isBetween((long) CacheScene.PART, 2L * text(1).length());
        }
        scene.source.heal();
        long cut = scene.source.calls(Operation.GET);
        var fetched = scene.fetch(version);

        assertThat(fetched.folder().resolve("weights.bin")).hasContent(text(1));
        assertThat(scene.source.calls(Operation.GET) - cut).isBetween(1L, parts - 1L);
        assertThat(scene.journal.all()).isEmpty();
        try (var cache = scene.cache()) {
            assertThat(cache.usage().unfinishedBytes()).isZero();
        }
    }

    /// Hears that contents are left out.
    private static DownloadListener hearing(List<String> reasons) {
        return new DownloadListener() {
            @Override
            public void planned(List<ManifestFile> files) {}

            @Override
            public void moved(long bytes) {}

            @Override
            public void finished() {}

            @Override
            public void contentsLeftOut(String reason) {
                reasons.add(reason);
            }
        };
    }

    @Test
    void a_cache_that_cannot_be_written_is_told_of_once_and_left_out() throws Exception {
        ArtifactVersion version =
                scene.save("net", Map.of("a.txt", "first", "b.txt", "second", "weights.bin", text(1)));
        var reasons = new ArrayList<String>();
        Path out = Files.createDirectory(root.resolve("out"));

        try (var cache = scene.cache();
                var target = scene.stores.openStore(out)) {
            Files.delete(root.resolve("cache/content"));
            Files.writeString(root.resolve("cache/content"), "no folder");
            DownloadResult result = scene.downloads(cache)
                    .linking(
                            scene.id,
                            version,
                            out,
                            hand -> scene.repository.download(
                                    version,
                                    target,
                                    KeyPrefix.ALL,
                                    file -> true,
                                    DownloadOptions.DEFAULT
                                            .withListener(hearing(reasons))
                                            .withContents(hand)));
            assertThat(result).isEqualTo(new DownloadResult(3, text(1).length() + 11, 0, 0, Map.of()));
        }

        assertThat(out.resolve("weights.bin")).hasContent(text(1));
        assertThat(reasons).hasSize(1);
    }

    /// A second later at each look.
    private static Clock hurrying(ManualClock clock) {
        return new Clock() {
            @Override
            public Instant instant() {
                clock.advance(Duration.ofSeconds(1));
                return clock.instant();
            }

            @Override
            public ZoneId getZone() {
                return clock.getZone();
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return hurrying((ManualClock) clock.withZone(zone));
            }
        };
    }

    @Test
    @SuppressWarnings("try") // the lock is only held
    void a_content_that_a_stopped_program_has_locked_is_fetched_without_the_cache() throws Exception {
        ArtifactVersion version = scene.save("net", Map.of("a.txt", "first"));
        var settings = new CacheSettings(root.resolve("cache"), 1 << 20, hurrying(scene.clock));
        long lock = CacheLocks.of(version.manifest().files().getFirst().digest());
        var reasons = new ArrayList<String>();

        try (var stopped = CacheLocks.open(root.resolve("cache/cache/locks"));
                var held = stopped.tryLock(lock, false).orElseThrow();
                var cache = ContentCache.open(settings, scene.stores, scene.warnings::add)) {
            var fetched = scene.downloads(cache)
                    .fetch(
                            scene.repository,
                            scene.id,
                            version,
                            file -> true,
                            DownloadOptions.DEFAULT.withListener(hearing(reasons)));
            assertThat(fetched.folder().resolve("a.txt")).hasContent("first");
        }

        assertThat(scene.contents()).isEmpty();
        assertThat(reasons).singleElement().asString().contains("locked by another program for 5 minutes");
    }

    @Test
    void who_gets_on_is_waited_for() {
        var got = new AtomicLong();
        var patience = new LockPatience(hurrying(scene.clock), "it", got::incrementAndGet);
        for (int i = 0; i < 1000; i++) {
            patience.waited();
        }
        assertThat(got).hasValue(1001);
    }

    /// Room for so many bytes.
    private static FreeRoom room(long bytes) {
        return new FreeRoom() {
            @Override
            public String place() {
                return "the attic";
            }

            @Override
            public long bytes() {
                return bytes;
            }
        };
    }

    @Test
    void too_little_room_is_told_before_the_first_byte() throws Exception {
        ArtifactVersion version = scene.save("net", Map.of("a.txt", "first", "b.txt", "second"));
        long before = scene.reads();

        try (var target = new InMemoryAdapter(scene.clock)) {
            assertThatThrownBy(() -> scene.repository.download(
                            version, target, KeyPrefix.ALL, file -> true, DownloadOptions.DEFAULT.within(room(10))))
                    .isInstanceOf(StorageException.QuotaExceeded.class)
                    .hasMessageContaining("11 bytes are needed in the attic, 10 are free");
            assertThat(scene.reads()).isEqualTo(before);
            scene.repository.download(
                    version, target, KeyPrefix.ALL, file -> true, DownloadOptions.DEFAULT.within(room(11)));
        }
    }

    @Test
    void files_of_one_content_are_fetched_once_without_a_cache_too() throws Exception {
        ArtifactVersion version = scene.save("net", Map.of("a.bin", text(1), "b/a.bin", text(1), "c.bin", text(1)));
        long before = scene.source.calls(Operation.GET);

        try (var target = new InMemoryAdapter(scene.clock)) {
            DownloadResult result =
                    scene.repository.download(version, target, KeyPrefix.ALL, file -> true, DownloadOptions.DEFAULT);
            assertThat(result)
                    .isEqualTo(new DownloadResult(3, 3L * text(1).length(), 2L * text(1).length(), 0, Map.of()));
        }

        assertThat(scene.source.calls(Operation.GET) - before)
                .isEqualTo(Math.ceilDiv(text(1).length(), CacheScene.PART));
    }
}
