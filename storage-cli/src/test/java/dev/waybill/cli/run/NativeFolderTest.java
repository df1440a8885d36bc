package dev.waybill.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.waybill.cli.CommandProcess;
import dev.waybill.cli.endtoend.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where native code is unpacked on a server that lets nothing be run where temporary files lie.
class NativeFolderTest {
    @TempDir
    private Path folder;

    /// Prints who hashes, and which database opens.
    static final class Probe {
        private Probe() {}

        /// @param arguments the other folder
        public static void main(String[] arguments) throws Exception {
            Path other = Path.of(arguments[0]);
            NativeFolder.chooseForSqlite(other);
            NativeProvider.prefer(other);
            System.out.println(NativeProvider.digest("SHA-256").getProvider().getName());
            try (var database = DriverManager.getConnection("jdbc:sqlite::memory:")) {
                System.out.println(database.getMetaData().getDatabaseProductName());
            }
        }
    }

    private List<String> probe(Path temporary, Path other) throws Exception {
        return CommandProcess.printed(
                CommandProcess.java(List.of("-Djava.io.tmpdir=" + temporary), Probe.class, List.of(other.toString())));
    }

    @Test
    void it_is_another_where_nothing_may_be_run() throws Exception {
        assumeTrue(Conscrypt.isAvailable(), "Conscrypt has no code for this machine");
        Path other = folder.resolve("cache/native");
        try (var temporary = Mount.noExec(Files.createDirectory(folder.resolve("temporary")))) {
            assertThat(probe(temporary.folder(), other)).containsExactly("Conscrypt", "SQLite");
        }
        assertThat(other).isDirectory();
    }

    @Test
    void and_that_of_temporary_files_where_it_may() throws Exception {
        assumeTrue(Conscrypt.isAvailable(), "Conscrypt has no code for this machine");
        Path other = folder.resolve("cache/native");

        assertThat(probe(Files.createDirectory(folder.resolve("temporary")), other))
                .containsExactly("Conscrypt", "SQLite");
        assertThat(other).doesNotExist();
    }
}
