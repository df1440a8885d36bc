package dev.waybill.cli.endtoend;

import static dev.waybill.cli.endtoend.StorageHere.NET;
import static dev.waybill.cli.endtoend.StorageHere.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.LineageGraph;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.operation.Operation;
import dev.waybill.domain.operation.RemoteStorage;
import dev.waybill.domain.operation.VersionBatch;
import dev.waybill.domain.operation.VersionChange;
import dev.waybill.domain.operation.VersionRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `RemoteStorage` changes where a repository lies, on a folder, with all that is installed.
class RemoteStorageChangesTest {
    @AutoClose
    private final StorageHere here;

    private final RemoteStorage storage;

    RemoteStorageChangesTest(@TempDir Path folder) throws IOException {
        here = new StorageHere(folder).withLab();
        storage = here.storage();
    }

    @Test
    void what_a_run_uses_is_recorded_and_shows_in_lineage_at_once() throws InterruptedException {
        storage.connect();
        storage.save(draft("one"));
        storage.syncMetadata();
        var user = RunPath.parse("demo/eval/20261127_130000_1b2c3d");

        assertThat(storage.useArtifact(ArtifactReference.parse("net:latest"), user)
                        .number())
                .isOne();

        assertThat(storage.lineage(NET, 1, LineageGraph.Direction.DOWN, 1).toString())
                .contains(user.id());
        assertThat(storage.history(1))
                .first()
                .satisfies(each -> assertThat(each.start().operation()).isEqualTo(Operation.USE));
        storage.deleteVersion(NET, 1);
        assertThatExceptionOfType(ArtifactFailure.Refused.class).isThrownBy(() -> storage.useArtifact(NET, 1, user));
        assertThat(here.warnings).isEmpty();
    }

    @Test
    void many_versions_are_changed_alike_and_one_that_fails_stops_no_other() throws InterruptedException {
        storage.connect();
        for (String content : List.of("one", "two", "three")) {
            storage.save(draft(content));
        }
        storage.setAlias(NET, 2, "production");
        var row = List.of(VersionRange.parse("net:v1..v3"));

        var deleted = storage.changeAll(
                List.of(row.getFirst(), VersionRange.parse("faces:v1")), new VersionChange.Delete(false));
        assertThat(deleted.done()).extracting(VersionBatch.Item::number).containsExactly(1, 3);
        assertThat(deleted.failures()).containsOnlyKeys("model/net:v2", "faces:v1");
        assertThat(deleted.failures().get("model/net:v2")).isInstanceOf(ArtifactFailure.Refused.class);
        assertThat(deleted.failures().get("faces:v1")).isInstanceOf(ArtifactFailure.NotFound.class);

        assertThat(storage.changeAll(row, VersionChange.Tag.adding(List.of("left")))
                        .done())
                .as("deleted ones that only stand in the row are left out")
                .extracting(VersionBatch.Item::number)
                .containsExactly(2);
        assertThat(storage.changeAll(row, new VersionChange.Restore()).done())
                .extracting(VersionBatch.Item::number)
                .containsExactly(1, 3);
        storage.changeAll(List.of(VersionRange.parse("net:latest")), new VersionChange.SetAlias("candidate"));
        storage.syncMetadata();
        assertThat(storage.loadArtifact(NET, 3).aliases()).contains("candidate");
        assertThat(storage.changeAll(row, new VersionChange.Remove(true)).done())
                .hasSize(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> storage.changeAll(row, new VersionChange.SetAlias("candidate")))
                .withMessageContaining("one version of an artifact: net:v1..v3");
    }
}
