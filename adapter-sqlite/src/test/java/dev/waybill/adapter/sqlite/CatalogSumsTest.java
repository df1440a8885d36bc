package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.RepositoryStatistics;
import dev.waybill.domain.catalog.CatalogBrowser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sums of a catalog are counted once, and again when an artifact has changed.
class CatalogSumsTest {
    private static final ArtifactId NET = new ArtifactId("model", "net");

    @TempDir
    private Path folder;

    private CatalogScene scene = new CatalogScene(Path.of("."));

    @BeforeEach
    void open() throws InterruptedException {
        scene.close();
        scene = new CatalogScene(folder, CatalogScene.ofFolders());
        scene.save("model/net", "one");
        scene.save("dataset/faces", "two");
        scene.synced();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private static RepositoryStatistics counted(CatalogBrowser browser) {
        return browser.statistics(problem -> {});
    }

    private RepositoryStatistics counted() {
        try (CatalogBrowser browser = scene.browser()) {
            return counted(browser);
        }
    }

    private RepositoryStatistics right() throws InterruptedException {
        return scene.repository().statistics(problem -> {});
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by who asks
    private Connection connected() throws SQLException, IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.filter(each -> each.toString().endsWith(".db"))
                    .findFirst()
                    .orElseThrow();
            return DriverManager.getConnection("jdbc:sqlite:" + file);
        }
    }

    private void run(String sql) throws SQLException, IOException {
        try (Connection other = connected();
                Statement statement = other.createStatement()) {
            statement.execute(sql);
        }
    }

    private boolean isKept() throws SQLException, IOException {
        try (Connection other = connected();
                Statement statement = other.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM sums")) {
            return row.getInt(1) > 0;
        }
    }

    @Test
    void what_was_counted_is_not_counted_again() throws Exception {
        RepositoryStatistics first = counted();
        assertThat(first).isEqualTo(right());
        run("DELETE FROM content");

        assertThat(counted()).isEqualTo(first);
        scene.synced();
        assertThat(counted()).as("nothing new was synced").isEqualTo(first);
    }

    @Test
    void any_change_of_an_artifact_is_counted() throws InterruptedException {
        counted();
        scene.save("model/net", "three");
        scene.synced();
        assertThat(counted()).isEqualTo(right());
        assertThat(counted().versions()).isEqualTo(3);

        scene.repository().remove(NET, 2, true);
        scene.synced();
        assertThat(counted()).isEqualTo(right());
        assertThat(counted().versions()).isEqualTo(2);
    }

    @Test
    void what_was_counted_of_an_earlier_state_is_not_kept_for_a_later_one() throws Exception {
        try (CatalogBrowser early = scene.browser()) {
            scene.save("model/net", "three");
            scene.synced();

            assertThat(counted(early).versions()).isEqualTo(2);
            assertThat(isKept()).isFalse();
        }
        assertThat(counted()).isEqualTo(right());
        assertThat(isKept()).isTrue();
    }

    @Test
    void who_writes_the_catalog_does_not_keep_others_from_counting() throws Exception {
        try (Connection writer = connected();
                Statement statement = writer.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThat(counted()).isEqualTo(right());
            statement.execute("ROLLBACK");
        }
        assertThat(isKept()).isFalse();
    }

    @Test
    void a_catalog_of_before_there_were_sums_is_brought_up_to_date() throws Exception {
        for (String step : CatalogOfBefore.ofVersion(1)) {
            run(step);
        }

        assertThat(counted()).isEqualTo(right());
        assertThat(isKept()).isTrue();
    }
}
