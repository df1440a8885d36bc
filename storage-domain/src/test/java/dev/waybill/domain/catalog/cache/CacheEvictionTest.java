package dev.waybill.domain.catalog.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes from a cache, and what stays.
class CacheEvictionTest {
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

    private ArtifactVersion fetched(ContentCache cache, String name, String text) throws InterruptedException {
        ArtifactVersion version = scene.save(name, Map.of("file", text));
        scene.fetch(cache, version);
        scene.clock.advance(Duration.ofSeconds(1));
        return version;
    }

    private List<String> kept() {
        return scene.contents().stream()
                .map(file -> {
                    try {
                        return Files.readString(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .sorted()
                .toList();
    }

    @Test
    void what_was_used_longest_ago_goes_by_itself_when_there_is_too_much() throws Exception {
        try (var cache = scene.cache(9)) {
            ArtifactVersion first = fetched(cache, "one", "aaa");
            fetched(cache, "two", "bbb");
            fetched(cache, "three", "ccc");
            scene.fetch(cache, first);
            scene.clock.advance(Duration.ofSeconds(1));
            fetched(cache, "four", "ddd");

            assertThat(kept()).containsExactly("aaa", "ccc", "ddd");
            assertThat(cache.usage()).isEqualTo(new CacheUsage(3, 9, 0, 0, 3, 0, 9));
        }
    }

    @Test
    void what_is_pinned_stays_though_there_is_too_much() throws Exception {
        try (var cache = scene.cache(5)) {
            ArtifactVersion first = scene.save("one", Map.of("file", "aaa"));
            cache.pins().add(scene.named(first), first.manifest().files());
            scene.fetch(cache, first);
            scene.clock.advance(Duration.ofSeconds(1));
            fetched(cache, "two", "bbb");
            fetched(cache, "three", "ccc");

            assertThat(kept()).contains("aaa").doesNotContain("bbb");
            assertThat(cache.pins().all()).containsExactly(scene.named(first));
            cache.clear(CacheClearing.ALL);
            assertThat(kept()).containsExactly("aaa");
            assertThat(cache.pins().remove(scene.named(first))).isTrue();
            assertThat(cache.pins().remove(scene.named(first))).isFalse();
            assertThat(cache.clear(CacheClearing.ALL)).isEqualTo(new CacheCleared(1, 3, 1));
            assertThat(kept()).isEmpty();
        }
    }

    @Test
    @SuppressWarnings("try") // the locks are only held
    void what_is_in_use_stays() throws Exception {
        try (var cache = scene.cache()) {
            fetched(cache, "one", "aaa");
            ArtifactVersion second = fetched(cache, "two", "bbb");
            try (var folder = cache.open(scene.named(second))) {
                assertThat(cache.clear(CacheClearing.ALL)).isEqualTo(new CacheCleared(1, 3, 1));
                assertThat(folder.path().resolve("file")).hasContent("bbb");
            }
            scene.clock.advance(Duration.ofSeconds(1));
            ArtifactVersion third = fetched(cache, "three", "ccc");
            cache.use(third.manifest().files().getFirst(), content -> {
                try {
                    assertThat(cache.clear(CacheClearing.ALL).contents()).isEqualTo(1);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                assertThat(content).hasContent("ccc");
            });
        }
    }

    @Test
    void what_files_outside_of_the_cache_name_is_theirs() throws Exception {
        try (var cache = scene.cache()) {
            ArtifactVersion version = fetched(cache, "one", "aaa");
            Files.createLink(
                    root.resolve("mine"), cache.folder(scene.named(version)).resolve("file"));

            assertThat(cache.usage().bytes()).isZero();
            assertThat(cache.usage().linkedBytes()).isEqualTo(3);
            assertThat(cache.clear(CacheClearing.ALL).contents()).isZero();
            assertThat(root.resolve("mine")).hasContent("aaa");
        }
    }

    @Test
    void only_what_a_repository_has_alone_goes_with_it() throws Exception {
        var other = new CacheScene(root.resolve("cache"), "other/");
        try (var cache = scene.cache()) {
            fetched(cache, "one", "aaa");
            fetched(cache, "shared", "sss");
            other.fetch(cache, other.save("shared", Map.of("file", "sss")));
            other.fetch(cache, other.save("own", Map.of("file", "ooo")));

            assertThat(cache.clear(CacheClearing.ALL.of(scene.id).onlyTold()))
                    .isEqualTo(cache.clear(CacheClearing.ALL.of(scene.id)));
            assertThat(kept()).containsExactly("ooo", "sss");
        } finally {
            other.close();
        }
    }

    @Test
    void a_record_that_is_damaged_is_told_of_and_left_out() throws Exception {
        try (var cache = scene.cache()) {
            ArtifactVersion version = fetched(cache, "one", "aaa");
            cache.pins().add(scene.named(version), version.manifest().files());
            try (var pins = Files.list(root.resolve("cache/cache/pins"))) {
                Files.writeString(pins.toList().getFirst(), "waybill-version-1\nnonsense\n");
            }

            assertThat(cache.pins().all()).isEmpty();
            assertThat(cache.clear(CacheClearing.ALL).contents()).isEqualTo(1);
            assertThat(scene.warnings).allSatisfy(warning -> assertThat(warning).contains("is damaged"));
        }
    }

    @Test
    void what_an_eviction_left_that_was_killed_goes_with_the_next() throws Exception {
        try (var cache = scene.cache()) {
            Files.createDirectories(root.resolve("cache/cache/removed/half/sub"));
            Files.writeString(root.resolve("cache/cache/removed/half/sub/file"), "rest");

            cache.clear(CacheClearing.ALL);

            assertThat(root.resolve("cache/cache/removed")).isEmptyDirectory();
        }
    }

    @Test
    void artifacts_that_differ_by_case_have_folders_of_their_own_where_case_makes_no_difference() throws Exception {
        var one = scene.named(scene.save("net", Map.of("a", "1")));
        var other = scene.named(scene.save("Net", Map.of("a", "2")));

        assertThat(one.folder(true)).isEqualTo(one.folder(false));
        assertThat(other.folder(false).toString()).endsWith("/model/Net/v1");
        assertThat(other.folder(true).toString()).matches(".*/model/Net-[0-9a-f]{8}/v1");
    }

    @Test
    void a_record_says_the_same_when_it_is_read_again() throws Exception {
        ArtifactVersion version = scene.save("net", Map.of("a", "1", "b", "2"));
        var record = VersionRecord.of(scene.named(version), version.manifest().files());

        assertThat(VersionRecord.parse(record.text())).contains(record);
        Checksum digest = ContentHasher.hash(ChecksumAlgorithm.SHA256, "1".getBytes(StandardCharsets.UTF_8));
        assertThat(record.digests()).hasSize(2).contains(digest);
        for (int length = 0; length < record.text().length(); length++) {
            assertThat(VersionRecord.parse(record.text().substring(0, length)))
                    .as("cut after %s", length)
                    .matches(cut -> cut.isEmpty() || cut.get().digests().size() < 2);
        }
    }
}
