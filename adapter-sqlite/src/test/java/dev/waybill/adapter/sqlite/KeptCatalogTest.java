package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogQuery;
import dev.waybill.domain.catalog.KeptCatalog;
import dev.waybill.domain.sync.SyncRefused;
import dev.waybill.domain.transfer.Tasks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A catalog that is kept open, while others write it, remove it, damage it and migrate it.
@SuppressWarnings("MustBeClosedChecker") // What is kept is closed after each test.
class KeptCatalogTest {
    @TempDir
    private Path folder;

    private CatalogScene scene = new CatalogScene(Path.of("."));
    private KeptCatalog kept = scene.catalogs().keep(scene.sync().id());

    @BeforeEach
    void open() throws InterruptedException {
        close();
        scene = new CatalogScene(folder);
        kept = scene.catalogs().keep(scene.sync().id());
        scene.save("model/net", "one");
    }

    @AfterEach
    void close() {
        kept.close();
        scene.close();
    }

    private CatalogBrowser browse() {
        return CatalogBrowser.open(kept, scene.sync().id());
    }

    private List<String> said() throws InterruptedException {
        try (CatalogBrowser browser = browse()) {
            return CatalogScene.said(browser);
        }
    }

    private Path file() throws IOException {
        return files().filter(each -> each.toString().endsWith(".db"))
                .findFirst()
                .orElseThrow();
    }

    private Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        }
    }

    /// What this process has open in the folder.
    private List<String> opened() throws IOException {
        Path mine = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(mine), "only Linux tells what is open");
        var opened = new ArrayList<String>();
        try (Stream<Path> all = Files.list(mine)) {
            for (Path each : all.toList()) {
                if (Files.isSymbolicLink(each) && Files.readSymbolicLink(each).startsWith(folder.toRealPath())) {
                    opened.add(Files.readSymbolicLink(each).toString());
                }
            }
        }
        return opened;
    }

    @Test
    void each_look_sees_what_others_wrote_before_it_and_nothing_that_comes_later() throws InterruptedException {
        assertThatExceptionOfType(ArtifactFailure.NotFound.class).isThrownBy(() -> browse());
        scene.synced();
        List<String> first = said();
        try (CatalogBrowser early = browse()) {
            scene.save("model/net", "two");
            scene.save("dataset/faces", "three");
            scene.synced();

            assertThat(CatalogScene.said(early)).isEqualTo(first);
        }
        assertThat(said()).isEqualTo(scene.said()).isNotEqualTo(first);
    }

    @Test
    void what_was_opened_for_one_look_serves_the_next_until_it_is_closed() throws IOException, InterruptedException {
        scene.synced();
        said();
        List<String> once = opened();
        assertThat(once).isNotEmpty();
        said();
        said();
        assertThat(opened()).containsExactlyInAnyOrderElementsOf(once);

        try (CatalogBrowser late = browse()) {
            kept.close();
            assertThat(late.artifacts(CatalogQuery.ALL).total()).isOne();
        }
        assertThat(opened()).isEmpty();
        assertThat(said()).isEqualTo(scene.said());
        assertThat(opened()).isEmpty();
    }

    @Test
    void a_look_that_is_over_is_not_asked_any_more() throws InterruptedException {
        scene.synced();
        CatalogBrowser over = browse();
        over.close();
        over.close();

        try (CatalogBrowser next = browse()) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> over.artifacts(CatalogQuery.ALL))
                    .withMessageContaining("was closed");
            assertThat(next.artifacts(CatalogQuery.ALL).total()).isOne();
        }
    }

    /// People remove a catalog at any time, with what lies beside it or without.
    @ParameterizedTest
    @ValueSource(strings = {"", "-wal", "-shm"})
    void one_that_was_removed_is_none_and_one_that_is_made_anew_is_seen(String left)
            throws IOException, InterruptedException {
        scene.synced();
        List<String> before = said();
        for (Path each : files().toList()) {
            if (left.isEmpty() || !each.toString().endsWith(left)) {
                Files.delete(each);
            }
        }

        assertThatExceptionOfType(ArtifactFailure.NotFound.class).isThrownBy(() -> browse());
        scene.save("model/net", "two");
        scene.synced();

        assertThat(said()).isEqualTo(scene.said()).isNotEqualTo(before);
        assertThat(scene.warnings).isEmpty();
    }

    @Test
    void one_that_others_found_damaged_and_made_anew_is_seen() throws IOException, InterruptedException {
        scene.synced();
        List<String> right = said();
        Path moved = folder.resolve("elsewhere");
        Files.move(file(), moved);
        Files.writeString(file(moved), "no database, and long enough to be looked at");
        scene.synced();

        assertThat(said()).isEqualTo(right);
        assertThat(scene.warnings).hasSize(1);
    }

    /// Where the catalog was before it was moved.
    private Path file(Path moved) throws IOException {
        String log = files().map(each -> each.getFileName().toString())
                .filter(each -> each.endsWith("-wal"))
                .findFirst()
                .orElseThrow();
        return moved.resolveSibling(log.replace("-wal", ""));
    }

    @Test
    void one_that_is_damaged_under_a_look_is_told_of_once_and_made_anew() throws IOException, InterruptedException {
        for (int i = 0; i < 40; i++) {
            scene.save("model/net", "more " + i);
        }
        scene.synced();
        List<String> right = scene.said();
        try (CatalogBrowser browser = browse()) {
            assertThat(browser.artifacts(CatalogQuery.ALL).total()).isOne();
        }
        // All but the first page, which says what the file is.
        try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            long size = channel.size();
            for (long at = 4096; at < size; at += 4096) {
                channel.write(ByteBuffer.wrap(new byte[4096]), at);
            }
        }

        assertThatExceptionOfType(SyncRefused.StateUnusable.class)
                .isThrownBy(this::said)
                .withMessageContaining("damaged");
        assertThat(scene.warnings).hasSize(1);
        assertThatExceptionOfType(ArtifactFailure.NotFound.class).isThrownBy(() -> browse());
        scene.synced();
        assertThat(said()).isEqualTo(right);
    }

    @Test
    void one_that_a_newer_version_migrated_is_refused_and_not_misread() throws Exception {
        scene.synced();
        said();
        version(CatalogSchema.SCHEMA.latest() + 1);

        assertThatExceptionOfType(SyncRefused.StateUnusable.class)
                .isThrownBy(() -> browse())
                .withMessageContaining("written by a newer version of Waybill");
        version(CatalogSchema.SCHEMA.latest());
        assertThat(said()).isEqualTo(scene.said());
    }

    private void version(int number) throws SQLException, IOException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA user_version = " + number);
        }
    }

    @Test
    void many_threads_look_while_it_is_written_and_each_sees_one_state() throws InterruptedException {
        scene.synced();
        try (var tasks = Tasks.failingFast(9)) {
            for (int who = 0; who < 8; who++) {
                tasks.submit(this::lookAround);
            }
            for (int i = 0; i < 10; i++) {
                scene.save("model/net", "more " + i);
                scene.synced();
            }
            tasks.join();
        }
        assertThat(said()).isEqualTo(scene.said());
        assertThat(scene.warnings).isEmpty();
    }

    private void lookAround() {
        try {
            for (int i = 0; i < 20; i++) {
                try (CatalogBrowser browser = browse()) {
                    var artifact = browser.artifacts(CatalogQuery.ALL).rows().getFirst();
                    assertThat(browser.versions(artifact.id())).hasSize(artifact.versions());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
