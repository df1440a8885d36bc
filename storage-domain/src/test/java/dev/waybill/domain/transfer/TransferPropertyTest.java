package dev.waybill.domain.transfer;

import static dev.waybill.domain.transfer.TransferScene.BUFFERED;
import static dev.waybill.domain.transfer.TransferScene.PART;
import static dev.waybill.domain.transfer.TransferScene.THRESHOLD;
import static dev.waybill.domain.transfer.TransferScene.TO;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.adapter.fs.FsAdapter;
import dev.waybill.adapter.fs.FsConfig;
import dev.waybill.domain.fixture.Abilities;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.TestSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever the size and whatever the two stores, what arrives is what was there.
class TransferPropertyTest {
    private static final Instant CHANGED = Instant.parse("2022-02-03T04:05:06Z");

    private static final List<ChecksumAlgorithm> ALGORITHMS = List.of(ChecksumAlgorithm.values());

    @TempDir
    private Path folder;

    enum Store {
        MEMORY,
        MEMORY_WITHOUT_PARTS,
        MEMORY_WITH_NOTHING,
        FOLDER
    }

    @ParameterizedTest
    @CsvSource({
        "MEMORY, MEMORY, 1",
        "MEMORY, MEMORY_WITHOUT_PARTS, 2",
        "MEMORY, MEMORY_WITH_NOTHING, 3",
        "MEMORY, FOLDER, 4",
        "MEMORY_WITH_NOTHING, MEMORY, 5",
        "MEMORY_WITH_NOTHING, FOLDER, 6",
        "FOLDER, MEMORY, 7",
        "FOLDER, MEMORY_WITHOUT_PARTS, 8",
        "FOLDER, MEMORY_WITH_NOTHING, 9",
        "FOLDER, FOLDER, 10"
    })
    void what_arrives_is_what_was_there(Store from, Store into, long seed) throws IOException {
        var random = new Random(seed);
        try (var source = open(from, "source");
                var target = open(into, "target")) {
            for (int size : sizes(random)) {
                requireArrives(source, target, size, random);
            }
        }
    }

    private static void requireArrives(
            IObjectStorageAdapter source, IObjectStorageAdapter target, int size, Random random) {
        byte[] bytes = TestSources.bytes(size, random.nextInt());
        var key = ObjectKey.of("sizes/" + size);
        PutOptions options = PutOptions.DEFAULT;
        boolean timed = source.capabilities().modifiedPrecision().isPresent();
        ObjectMetadata what =
                source.put(key, ObjectSource.of(bytes), timed ? options.withContentModified(CHANGED) : options);
        var algorithm = random.nextBoolean()
                ? Optional.<ChecksumAlgorithm>empty()
                : Optional.of(ALGORITHMS.get(random.nextInt(ALGORITHMS.size())));
        TransferOptions how =
                algorithm.map(TransferOptions.DEFAULT::withWholeChecksum).orElse(TransferOptions.DEFAULT);
        var engine = new TransferEngine(TransferScene.LIMITS.withRequestSlots(1 + random.nextInt(6)));
        TransferResult result = engine.copy(source, what, target, TO, how, TransferProgress.NONE);

        assertThat(TransferScene.bytes(target, TO).orElseThrow())
                .as("%d bytes", size)
                .isEqualTo(bytes);
        assertThat(result.bytes()).isEqualTo(size);
        assertThat(result.stored().size()).isEqualTo(size);
        result.whole()
                .ifPresent(whole ->
                        assertThat(whole).as("%d bytes", size).isEqualTo(ContentHasher.hash(whole.algorithm(), bytes)));
        if (timed && target.capabilities().modifiedPrecision().isPresent()) {
            assertThat(target.stat(TO).orElseThrow().contentModified()).contains(CHANGED);
        }
    }

    /// Every boundary, one to each side of it, and some in between.
    private static List<Integer> sizes(Random random) {
        var sizes = new ArrayList<>(List.of(0, 1, 2));
        for (int boundary : List.of(BUFFERED, PART, 2 * PART, THRESHOLD, THRESHOLD + PART, 10 * PART)) {
            sizes.addAll(List.of(boundary - 1, boundary, boundary + 1));
        }
        for (int i = 0; i < 20; i++) {
            sizes.add(random.nextInt(12 * PART));
        }
        return sizes;
    }

    @MustBeClosed
    private IObjectStorageAdapter open(Store kind, String name) throws IOException {
        if (kind == Store.FOLDER) {
            Path root = Files.createDirectory(folder.resolve(name));
            return new FsAdapter(FsConfig.of(root).withFsync(false), Clock.systemUTC());
        }
        return new InMemoryAdapter(Clock.systemUTC(), capabilities(kind));
    }

    private static Capabilities capabilities(Store kind) {
        return switch (kind) {
            case MEMORY, FOLDER -> InMemoryAdapter.ALL_CAPABILITIES;
            case MEMORY_WITHOUT_PARTS -> Abilities.allWithout(Capability.RESUMABLE_UPLOAD);
            case MEMORY_WITH_NOTHING -> InMemoryAdapter.NO_CAPABILITIES;
        };
    }
}
