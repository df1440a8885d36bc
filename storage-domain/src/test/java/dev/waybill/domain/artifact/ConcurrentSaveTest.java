package dev.waybill.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.adapter.fs.FsAdapter;
import dev.waybill.adapter.fs.FsConfig;
import dev.waybill.domain.fixture.Abilities;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.testkit.InMemoryAdapter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many writers at once.
class ConcurrentSaveTest {
    private static final ArtifactId NET = new ArtifactId("model", "tiny-net");

    @Test
    @Timeout(120)
    void versions_saved_at_once_get_consecutive_numbers_where_the_store_compares_and_swaps() throws Exception {
        try (var store = new InMemoryAdapter(Clock.systemUTC())) {
            saveFromMany(store, 8, 25);
        }
    }

    @Test
    @Timeout(120)
    void versions_saved_at_once_get_consecutive_numbers_under_leases() throws Exception {
        try (var store = new InMemoryAdapter(
                Clock.systemUTC(),
                Abilities.allWithout(Capability.PUT_IF_MATCH, Capability.VERSION_TOKENS, Capability.DELETE_IF_MATCH))) {
            saveFromMany(store, 8, 8);
        }
    }

    @Test
    @Timeout(120)
    void versions_saved_at_once_get_consecutive_numbers_in_a_folder(@TempDir Path folder) throws Exception {
        try (var store = new FsAdapter(FsConfig.of(folder).withFsync(false), Clock.systemUTC())) {
            saveFromMany(store, 8, 25);
        }
    }

    private static void saveFromMany(IObjectStorageAdapter store, int writers, int each) throws InterruptedException {
        Set<Integer> numbers = new ConcurrentSkipListSet<>();
        try (var tasks = Tasks.failingFast(writers)) {
            for (int writer = 0; writer < writers; writer++) {
                int who = writer;
                tasks.submit(() -> {
                    var repository = new ArtifactRepository(store, KeyPrefix.ALL, Clock.systemUTC());
                    for (int i = 0; i < each; i++) {
                        numbers.add(save(repository, who + " " + i));
                    }
                });
            }
            tasks.join();
        }
        int all = writers * each;
        List<Integer> expected = IntStream.rangeClosed(1, all).boxed().toList();
        assertThat(numbers).containsExactlyElementsOf(expected);
        var repository = new ArtifactRepository(store, KeyPrefix.ALL, Clock.systemUTC());
        assertThat(repository.versions(NET))
                .extracting(version -> version.entry().version())
                .containsExactlyElementsOf(expected);
        assertThat(repository.version(ArtifactReference.parse("tiny-net")).number())
                .isEqualTo(all);
        assertThat(repository.check(List.of(), new CheckOptions(true, false)).findings())
                .isEmpty();
    }

    private static int save(ArtifactRepository repository, String content) {
        try {
            return repository
                    .save(new ArtifactDraft(NET)
                            .addFile(new ObjectKey("a/weights"), content.getBytes(StandardCharsets.UTF_8)))
                    .number();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Timeout(60)
    void aliases_and_tags_changed_at_once_are_all_there() throws Exception {
        try (var store = new InMemoryAdapter(Clock.systemUTC())) {
            var repository = new ArtifactRepository(store, KeyPrefix.ALL, Clock.systemUTC());
            save(repository, "a");
            try (var tasks = Tasks.failingFast(16)) {
                for (int i = 0; i < 40; i++) {
                    String name = "n" + i;
                    tasks.submit(() -> {
                        try {
                            repository.setAlias(NET, 1, name);
                            repository.changeTags(NET, 1, List.of(name), List.of());
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    });
                }
                tasks.join();
            }
            ArtifactVersion version = repository.version(ArtifactReference.parse("tiny-net"));
            assertThat(version.aliases()).hasSize(41);
            assertThat(version.metadata().tags()).hasSize(40);
        }
    }
}
