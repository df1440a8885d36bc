package dev.waybill.adapter.sqlite;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Set;

/// Takes a state file back to what an earlier version made of it.
final class StateTables {
    private StateTables() {}

    /// Leaves these tables alone in `file`, which says that it is of `version`.
    static void keep(Path file, int version, Set<String> kept) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            var dropped = new ArrayList<String>();
            try (var names = statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
                while (names.next()) {
                    dropped.add(names.getString(1));
                }
            }
            dropped.removeIf(name -> kept.contains(name) || name.startsWith("sqlite_"));
            for (String name : dropped) {
                statement.execute("DROP TABLE " + name);
            }
            statement.execute("PRAGMA user_version = " + version);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
