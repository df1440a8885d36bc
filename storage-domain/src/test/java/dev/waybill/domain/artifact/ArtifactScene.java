package dev.waybill.domain.artifact;

import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// A repository in a store, and what it told of.
@SuppressWarnings("MustBeClosedChecker") // The scene closes its store.
final class ArtifactScene implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    final ManualClock clock = new ManualClock(NOON);
    final List<ArtifactProblem> problems = new CopyOnWriteArrayList<>();
    final IObjectStorageAdapter store;

    /// An empty store in memory that can do everything.
    ArtifactScene() {
        store = new InMemoryAdapter(clock);
    }

    /// This store, which is closed with the scene.
    ArtifactScene(IObjectStorageAdapter store) {
        this.store = store;
    }

    /// The same store with the repository that Runicorn wrote.
    ArtifactScene recorded() {
        Path root = resource();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private static Path resource() {
        try {
            return Path.of(Objects.requireNonNull(ArtifactScene.class.getResource("recorded"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    ArtifactRepository repository() {
        return new ArtifactRepository(store, KeyPrefix.ALL, clock);
    }

    ArtifactVersion version(String reference) {
        return repository().version(ArtifactReference.parse(reference));
    }

    void put(String key, String text) {
        put(key, text.getBytes(StandardCharsets.UTF_8));
    }

    void put(String key, byte[] bytes) {
        store.put(new ObjectKey(key), ObjectSource.of(bytes), PutOptions.DEFAULT);
    }

    String text(String key) {
        return new String(bytes(key), StandardCharsets.UTF_8);
    }

    byte[] bytes(String key) {
        try (ObjectContent content = store.get(new ObjectKey(key), GetOptions.WHOLE)) {
            return content.stream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String key) {
        return store.stat(new ObjectKey(key)).isPresent();
    }

    List<String> keys(String prefix) {
        try (Stream<ObjectMetadata> objects = store.list(ListOptions.of(KeyPrefix.of(prefix)))) {
            return objects.map(object -> object.key().value()).toList();
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
