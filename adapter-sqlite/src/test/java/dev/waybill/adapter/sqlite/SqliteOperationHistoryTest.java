package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.catalog.CatalogRefresh;
import dev.waybill.domain.operation.ArtifactOperations;
import dev.waybill.domain.operation.Operation;
import dev.waybill.domain.operation.OperationEnd;
import dev.waybill.domain.operation.OperationEntry;
import dev.waybill.domain.operation.OperationHistory;
import dev.waybill.domain.operation.OperationQuery;
import dev.waybill.domain.operation.OperationRecorder;
import dev.waybill.domain.operation.OperationStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The history of operations, and what is recorded in it.
class SqliteOperationHistoryTest {
    private static final ArtifactId NET = new ArtifactId("model", "net");
    private static final OperationQuery ALL = OperationQuery.latest(100);

    @TempDir
    private Path folder;

    private SqliteOperationHistory history() {
        return new SqliteOperationHistory(folder.resolve("state/operations.db"), warning -> {});
    }

    private static ArtifactOperations operations(CatalogScene scene, OperationHistory history) {
        return new ArtifactOperations(
                scene.repository(),
                new CatalogRefresh(scene.store, scene.root, scene.catalogs(), scene.clock),
                new OperationRecorder(history, scene.sync().id(), "me@here", scene.clock, scene.warnings::add));
    }

    private static OperationStart start(Instant at, String name) {
        return new OperationStart(
                at,
                "me@here",
                "s3://bucket/",
                Operation.DELETE,
                Optional.of(new ArtifactId("model", name)),
                OptionalInt.of(3),
                Map.of());
    }

    private static OperationEnd done(Instant at) {
        return new OperationEnd(at, OperationEnd.Outcome.DONE, Optional.empty(), OptionalInt.empty());
    }

    @Test
    void every_operation_is_recorded_with_who_what_and_how_it_ended() throws InterruptedException {
        try (var scene = new CatalogScene(folder);
                var history = history()) {
            var operations = operations(scene, history);
            operations.save(scene.draft("model/net", "one").by(CatalogScene.TRAINING));
            operations.setAlias(NET, 1, "production");
            operations.changeTags(NET, 1, List.of("small"), List.of("fast"));
            assertThatExceptionOfType(ArtifactFailure.Refused.class).isThrownBy(() -> operations.delete(NET, 1, false));
            operations.removeAlias(NET, "production");
            operations.with("keep-last", "1").delete(NET, 1, true);
            operations.restore(NET, 1);
            operations.remove(NET, 1, false);
            operations.sweep(Duration.ZERO);

            List<OperationEntry> entries = history.find(ALL).reversed();
            assertThat(entries)
                    .extracting(each -> each.start().operation().word() + " " + each.version() + " "
                            + each.start().arguments() + " "
                            + each.end().orElseThrow().outcome().word())
                    .containsExactly(
                            "save OptionalInt[1] {run=demo/train/20261127_120000_0a1b2c, tags=fast} done",
                            "set-alias OptionalInt[1] {alias=production} done",
                            "tag OptionalInt[1] {add=small, remove=fast} done",
                            "delete OptionalInt[1] {} refused",
                            "remove-alias OptionalInt.empty {alias=production} done",
                            "delete OptionalInt[1] {keep-last=1, force=yes} done",
                            "restore OptionalInt[1] {} done",
                            "remove OptionalInt[1] {} done",
                            "sweep OptionalInt.empty {min-age=PT0S} done");
            assertThat(entries).allSatisfy(each -> {
                assertThat(each.start().who()).isEqualTo("me@here");
                assertThat(each.start().repository())
                        .isEqualTo(scene.sync().id().toString());
                assertThat(each.start().at()).isEqualTo(CatalogScene.NOON);
            });
            assertThat(entries.get(3).end().orElseThrow().reason().orElseThrow())
                    .contains("production");
        }
    }

    @Test
    void an_operation_that_nobody_ended_says_that_it_was_begun() {
        try (var history = history()) {
            history.begin(start(CatalogScene.NOON, "net"));
        }

        try (var history = history()) {
            assertThat(history.find(ALL)).singleElement().satisfies(each -> {
                assertThat(each.end()).isEmpty();
                assertThat(each.version()).hasValue(3);
            });
        }
    }

    @Test
    void an_operation_whose_program_was_killed_says_that_it_was_begun() throws Exception {
        Path file = folder.resolve("operations.db");
        var program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledOperation.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var said = program.inputReader()) {
            assertThat(said.readLine()).isEqualTo("begun");
        } finally {
            program.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
        }

        try (var history = new SqliteOperationHistory(file, warning -> {})) {
            assertThat(history.find(ALL)).singleElement().satisfies(each -> {
                assertThat(each.start().operation()).isEqualTo(Operation.SAVE);
                assertThat(each.end()).isEmpty();
            });
        }
    }

    @Test
    void what_is_asked_for_is_found_the_latest_first() {
        Instant noon = CatalogScene.NOON;
        try (var history = history()) {
            for (int i = 0; i < 5; i++) {
                long id = history.begin(start(noon.plusSeconds(i), i % 2 == 0 ? "net" : "faces"));
                history.end(id, done(noon.plusSeconds(i)));
            }

            assertThat(history.find(OperationQuery.latest(2)))
                    .extracting(each -> each.start().at())
                    .containsExactly(noon.plusSeconds(4), noon.plusSeconds(3));
            assertThat(history.find(query(Optional.of("net"), Optional.of(noon.plusSeconds(1)))))
                    .hasSize(2);
            assertThat(history.find(ALL.in("s3://other/"))).isEmpty();
        }
    }

    private static OperationQuery query(Optional<String> name, Optional<Instant> since) {
        return new OperationQuery(Optional.empty(), Optional.empty(), name, OptionalInt.empty(), since, 100);
    }

    @Test
    void what_is_old_or_too_much_is_dropped() {
        Instant noon = CatalogScene.NOON;
        try (var history = history()) {
            history.begin(start(noon.minus(SqliteOperationHistory.LONGEST).minusSeconds(1), "old"));
            long id = history.begin(start(noon, "net"));
            history.end(id, done(noon));
            assertThat(history.find(ALL)).hasSize(1);

            history.end(id + SqliteOperationHistory.MOST, done(noon));
            assertThat(history.find(ALL)).isEmpty();
        }
    }

    @Test
    void a_history_that_is_damaged_stops_no_operation_and_is_begun_anew() throws Exception {
        Path file = folder.resolve("state/operations.db");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "no database, but a text that is long enough to be taken for one".repeat(20));
        try (var scene = new CatalogScene(folder);
                var history = new SqliteOperationHistory(file, scene.warnings::add)) {
            operations(scene, history).save(scene.draft("model/net", "one"));

            assertThat(scene.warnings).singleElement().asString().contains("history of operations");
            assertThat(history.find(ALL)).hasSize(1);
        }
    }

    @Test
    void where_nothing_can_be_recorded_the_operation_is_done_with_a_warning() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(folder.resolve("state"), elsewhere);
        try (var scene = new CatalogScene(folder);
                var history = new SqliteOperationHistory(link.resolve("operations.db"), scene.warnings::add)) {
            operations(scene, history).save(scene.draft("model/net", "one"));

            assertThat(scene.warnings).singleElement().asString().contains("not recorded");
            assertThat(scene.repository().versions(NET)).hasSize(1);
        }
    }

    @Test
    void what_is_saved_is_not_told_but_its_name() throws InterruptedException, IOException {
        try (var scene = new CatalogScene(folder);
                var history = history()) {
            operations(scene, history).save(scene.draft("model/net", "hunter2").describe("hunter2"));
        }

        Path file = folder.resolve("state/operations.db");
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain("hunter2");
    }
}
