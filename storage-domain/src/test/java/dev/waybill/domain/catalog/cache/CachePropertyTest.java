package dev.waybill.domain.catalog.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is done to a cache, in whatever order, it holds what a few lines of bookkeeping say, and never hands on a
/// wrong byte.
class CachePropertyTest {
    private static final int CONTENTS = 7;
    private static final int STEPS = 70;

    @TempDir
    private Path root;

    private final Map<Integer, Instant> used = new HashMap<>();
    private final Set<Integer> spoiled = new HashSet<>();
    private final Set<Integer> pinned = new HashSet<>();
    private int fetches;

    private static String text(int content) {
        return Character.toString('a' + content).repeat(10 + content);
    }

    private static ManifestFile file(int content) {
        byte[] bytes = text(content).getBytes(StandardCharsets.UTF_8);
        return new ManifestFile(
                new ObjectKey("file"),
                bytes.length,
                ContentHasher.hash(ChecksumAlgorithm.SHA256, bytes),
                content % 2 == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(content)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void a_cache_holds_what_it_is_said_to_hold(long seed) throws Exception {
        var random = new Random(seed);
        var scene = new CacheScene(root.resolve("cache"));
        ContentCache cache = scene.cache();
        try {
            for (int step = 0; step < STEPS; step++) {
                int content = random.nextInt(CONTENTS);
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> obtain(scene, cache, content);
                    case 3 -> lookUp(scene, cache, content);
                    case 4 -> pin(scene, cache, content, random.nextBoolean());
                    case 5 -> clear(cache, random.nextInt(80));
                    case 6 -> spoil(content, random.nextInt(4));
                    default -> {
                        cache.close();
                        cache = scene.cache();
                    }
                }
                assertThat(held(scene)).as("seed %s, step %s", seed, step).isEqualTo(used.keySet());
            }
        } finally {
            cache.close();
            scene.close();
        }
    }

    private void obtain(CacheScene scene, ContentCache cache, int content) throws InterruptedException {
        scene.clock.advance(Duration.ofSeconds(1));
        int before = fetches;
        cache.obtain(
                file(content),
                (store, key, modified) -> {
                    fetches++;
                    store.put(
                            key,
                            ObjectSource.of(text(content).getBytes(StandardCharsets.UTF_8)),
                            PutOptions.DEFAULT
                                    .withChecksum(file(content).digest())
                                    .withContentModified(modified));
                },
                found -> assertThat(found).hasContent(text(content)));
        boolean wasThere = used.containsKey(content) && !spoiled.contains(content);
        assertThat(fetches - before).isEqualTo(wasThere ? 0 : 1);
        spoiled.remove(content);
        used.put(content, scene.clock.instant());
    }

    private void lookUp(CacheScene scene, ContentCache cache, int content) throws InterruptedException {
        scene.clock.advance(Duration.ofSeconds(1));
        boolean found = cache.use(file(content), there -> assertThat(there).hasContent(text(content)));
        assertThat(found).isEqualTo(used.containsKey(content) && !spoiled.contains(content));
        if (spoiled.remove(content)) {
            used.remove(content);
        }
        used.computeIfPresent(content, (each, before) -> scene.clock.instant());
    }

    private void pin(CacheScene scene, ContentCache cache, int content, boolean keep) {
        var version = new CachedVersion(scene.id, new ArtifactId("model", "net" + content), 1);
        if (keep) {
            cache.pins().add(version, List.of(file(content)));
            pinned.add(content);
        } else {
            assertThat(cache.pins().remove(version)).isEqualTo(pinned.remove(content));
        }
    }

    private void clear(ContentCache cache, long keepBytes) throws InterruptedException {
        var left = new ArrayList<>(used.keySet());
        long bytes = left.stream().mapToLong(this::lengthThere).sum();
        var oldestFirst = left.stream()
                .filter(content -> !pinned.contains(content))
                .sorted(Comparator.comparing(used::get))
                .toList();
        for (int content : oldestFirst) {
            if (bytes > keepBytes) {
                bytes -= lengthThere(content);
                used.remove(content);
                spoiled.remove(content);
            }
        }
        cache.clear(CacheClearing.ALL.downTo(keepBytes));
        assertThat(cache.usage().bytes()).isEqualTo(bytes);
    }

    private long lengthThere(int content) {
        try {
            return Files.size(path(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path path(int content) {
        return new CacheFolder(root.resolve("cache")).content(file(content).digest());
    }

    /// What a program leaves that writes where it should not, or a process that is killed.
    private void spoil(int content, int how) throws IOException {
        Path path = path(content);
        if (!Files.exists(path)) {
            Files.createDirectories(path.getParent());
            Files.writeString(path.resolveSibling(".waybill-put-0-half"), "half");
            return;
        }
        var read = Files.readAttributes(path, BasicFileAttributes.class).lastAccessTime();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        switch (how) {
            case 0 -> Files.writeString(path, "x".repeat(text(content).length()));
            case 1 -> Files.writeString(path, "short");
            case 2 -> Files.writeString(path, text(content));
            default -> {
                // Killed before it was sealed.
            }
        }
        if (how < 2) {
            spoiled.add(content);
        } else if (how == 2) {
            spoiled.remove(content);
        }
        Files.getFileAttributeView(path, BasicFileAttributeView.class).setTimes(null, read, null);
    }

    private static Set<Integer> held(CacheScene scene) {
        Set<String> names = scene.contents().stream()
                .map(file -> file.getFileName().toString())
                .collect(Collectors.toSet());
        var held = new HashSet<Integer>();
        for (int content = 0; content < CONTENTS; content++) {
            if (names.contains(file(content).digest().hex())) {
                held.add(content);
            }
        }
        return held;
    }
}
