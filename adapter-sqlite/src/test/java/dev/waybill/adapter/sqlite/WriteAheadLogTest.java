package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.transfer.Tasks;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state.db") + "?busy_timeout=0");
    }

    private void turnOn(Duration longest) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            WriteAheadLog.turnOn(statement, longest);
            try (var mode = statement.executeQuery("PRAGMA journal_mode")) {
                assertThat(mode.getString(1)).isEqualTo("wal");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void it_is_turned_on_when_who_reads_the_file_is_done() throws Exception {
        try (var reader = connect();
                var statement = reader.createStatement();
                var tasks = Tasks.failingFast(1)) {
            statement.execute("CREATE TABLE t (x)");
            reader.setAutoCommit(false);
            statement.executeQuery("SELECT x FROM t").close();
            assertThatThrownBy(() -> turnOn(Duration.ZERO)).hasMessageContaining("SQLITE_BUSY");
            var waits = new CountDownLatch(1);
            tasks.submit(() -> {
                waits.countDown();
                turnOn(LONG);
            });
            waits.await();
            reader.commit();
            tasks.join();
        }
    }
}
