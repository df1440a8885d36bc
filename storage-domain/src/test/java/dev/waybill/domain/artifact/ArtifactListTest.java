package dev.waybill.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.waybill.adapter.fs.FsAdapter;
import dev.waybill.adapter.fs.FsConfig;
import dev.waybill.domain.artifact.format.VersionEntry;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The list of all artifacts, and what it costs, where the store lists whole trees and where it looks into folders.
@ParameterizedClass
@EnumSource
class ArtifactListTest {
    private static final ArtifactId NET = new ArtifactId("model", "net");

    enum Place {
        BUCKET,
        FOLDER
    }

    @Parameter
    private Place place = Place.BUCKET;

    @TempDir
    private Path folder;

    private Optional<ArtifactScene> opened = Optional.empty();
    private Optional<FaultyAdapter> counted = Optional.empty();

    @AfterEach
    void close() {
        opened.ifPresent(ArtifactScene::close);
    }

    /// `model/net` and `dataset/faces`, each with three versions.
    @SuppressWarnings("MustBeClosedChecker") // The scene closes its store.
    private ArtifactScene scene() throws InterruptedException {
        IObjectStorageAdapter store = switch (place) {
            case BUCKET -> new InMemoryAdapter(Clock.systemUTC());
            case FOLDER -> new FsAdapter(FsConfig.of(folder).withFsync(false), Clock.systemUTC());
        };
        counted = Optional.of(new FaultyAdapter(store));
        var scene = new ArtifactScene(counted.get());
        opened = Optional.of(scene);
        for (ArtifactId id : List.of(NET, new ArtifactId("dataset", "faces"))) {
            save(scene, id, 3);
        }
        return scene;
    }

    private static void save(ArtifactScene scene, ArtifactId id, int versions) throws InterruptedException {
        for (int number = 1; number <= versions; number++) {
            scene.repository().save(new ArtifactDraft(id).addFile(ObjectKey.of("weights.bin"), new byte[number]));
        }
    }

    /// As Runicorn does it: the index is not touched.
    private static void mark(ArtifactScene scene, int... numbers) {
        for (int number : numbers) {
            scene.put("artifacts/model/net/v" + number + "/.deleted", "{}");
        }
    }

    private static Optional<Integer> latest(ArtifactScene scene) throws InterruptedException {
        return scene.repository().list(scene.problems::add).stream()
                .filter(artifact -> artifact.id().equals(NET))
                .findFirst()
                .orElseThrow()
                .latest()
                .map(VersionEntry::version);
    }

    @Test
    void latest_is_the_newest_that_runicorn_did_not_delete() throws InterruptedException {
        var scene = scene();
        assertThat(latest(scene)).hasValue(3);

        mark(scene, 3);
        assertThat(latest(scene)).hasValue(2);
        mark(scene, 1);
        assertThat(latest(scene)).hasValue(2);
        mark(scene, 2);
        assertThat(latest(scene)).isEmpty();
    }

    @Test
    void an_artifact_whose_versions_are_all_deleted_has_no_latest() throws InterruptedException {
        var scene = scene();
        for (int number = 1; number <= 3; number++) {
            scene.repository().delete(NET, number, true);
        }

        assertThat(latest(scene)).isEmpty();
        scene.repository().restore(NET, 1);
        assertThat(latest(scene)).hasValue(1);
    }

    @Test
    void an_alias_that_the_index_lets_stand_counts_where_its_version_is_not_deleted() throws InterruptedException {
        var scene = scene();
        String index = scene.text("artifacts/model/net/versions.json");
        scene.put("artifacts/model/net/versions.json", index.replaceFirst("\"latest\" : 3", "\"latest\" : 2"));

        assertThat(latest(scene)).hasValue(2);
    }

    @Test
    void marks_that_a_listing_shows_are_not_asked_for() throws InterruptedException {
        var scene = scene();
        mark(scene, 3);
        var store = counted.orElseThrow();
        long lists = store.calls(Operation.LIST);
        long gets = store.calls(Operation.GET);
        long stats = store.calls(Operation.STAT);

        assertThat(scene.repository().list(scene.problems::add))
                .extracting(each -> each.id().toString(), each -> each.latest().map(VersionEntry::version))
                .containsExactly(tuple("dataset/faces", Optional.of(3)), tuple("model/net", Optional.of(2)));
        assertThat(store.calls(Operation.LIST) - lists).isEqualTo(1);
        assertThat(store.calls(Operation.GET) - gets).isEqualTo(2);
        // Of each latest version, and of the one before where that is deleted.
        assertThat(store.calls(Operation.STAT) - stats).isEqualTo(place == Place.BUCKET ? 0 : 3);
    }

    @Test
    void an_artifact_of_very_many_objects_is_not_listed_to_its_end() throws InterruptedException {
        var scene = scene();
        for (int i = 0; i < 1500; i++) {
            scene.put("artifacts/model/net/v1/files/" + i, "");
        }
        mark(scene, 3);
        var store = counted.orElseThrow();
        long stats = store.calls(Operation.STAT);

        assertThat(latest(scene)).hasValue(2);
        assertThat(store.calls(Operation.STAT) - stats).isEqualTo(place == Place.BUCKET ? 2 : 3);
    }

    @Test
    void names_that_no_artifact_can_have_are_told_once_each() throws InterruptedException {
        var scene = scene();
        for (String name : List.of("versions.json", "v1/manifest.json")) {
            scene.put("artifacts/model/a*b/" + name, "{}");
        }
        for (String other :
                List.of("artifacts/readme.txt", "artifacts/model/readme.txt", "artifacts/.old/x/versions.json")) {
            scene.put(other, "");
        }

        assertThat(scene.repository().list(scene.problems::add)).hasSize(2);
        assertThat(scene.problems)
                .singleElement()
                .extracting(ArtifactProblem::where)
                .isEqualTo("artifacts/model/a*b");
    }
}
