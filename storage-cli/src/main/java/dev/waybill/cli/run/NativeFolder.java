package dev.waybill.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where Conscrypt and SQLite unpack their native code. By themselves they take the folder for temporary files; where
/// that is mounted `noexec`, as on servers that are shared by many, there would be no record of a sync, and AES a
/// fortieth as fast.
final class NativeFolder {
    private static final List<String> PROPERTIES = List.of("org.conscrypt.native.workdir", "org.sqlite.tmpdir");

    /// Set by the launcher where SQLite's code lies unpacked.
    private static final String SQLITE_IS_UNPACKED = "org.sqlite.lib.path";

    private NativeFolder() {}

    /// Chooses one for this process if SQLite needs it.
    ///
    /// @param other a folder of the user's, made when it is needed
    static void chooseForSqlite(Path other) {
        if (System.getProperty(SQLITE_IS_UNPACKED) == null) {
            choose(other);
        }
    }

    /// Chooses one for this process, but for what the user chose.
    ///
    /// @param other a folder of the user's, made when it is needed
    static void choose(Path other) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        List<String> open = PROPERTIES.stream()
                .filter(name -> System.getProperty(name) == null)
                .toList();
        if (!open.isEmpty() && !isRunThere(temporary) && isRunThere(other)) {
            open.forEach(name -> System.setProperty(name, other.toString()));
        }
    }

    /// Whether a file that lies in the folder may be run.
    private static boolean isRunThere(Path folder) {
        try {
            Path file = Files.createTempFile(Files.createDirectories(folder), "waybill-", ".so");
            try {
                return file.toFile().setExecutable(true) && Files.isExecutable(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException cannotBeWritten) {
            return false;
        }
    }
}
