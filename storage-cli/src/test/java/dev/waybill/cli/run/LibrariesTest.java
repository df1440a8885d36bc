package dev.waybill.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// What libraries are told at the start of a process, which each sets itself up by once.
class LibrariesTest {
    @TempDir
    private Path folder;

    /// Logs as libraries do, and says whether requests, with all their headers, would be logged.
    static final class Probe {
        private Probe() {}

        /// @param arguments none
        public static void main(String[] arguments) {
            Libraries.tellWhatThereIs();
            Logging.configure(true, System.err);
            var library = Logger.getLogger("org.example.Transport");
            library.severe("heard by java.util.logging");
            System.getLogger("org.example.Platform").log(System.Logger.Level.ERROR, "heard by the platform");
            LoggerFactory.getLogger("org.example.Other").error("heard by slf4j");
            LoggerFactory.getLogger("dev.waybill.Own").warn("ours");
            System.out.println("headers: " + library.isLoggable(Level.CONFIG));
        }
    }

    private static List<String> probe(String... options) throws Exception {
        return CommandProcess.printed(CommandProcess.java(List.of(options), Probe.class, List.of()));
    }

    @Test
    void what_libraries_log_stays_with_them() throws Exception {
        assertThat(probe()).containsExactly("waybill: warning: ours", "headers: false");
    }

    @Test
    void unless_the_user_has_set_up_their_logs() throws Exception {
        Path file = Files.writeString(
                folder.resolve("logging.properties"), "handlers=java.util.logging.ConsoleHandler\n.level=SEVERE\n");

        assertThat(probe("-Djava.util.logging.config.file=" + file))
                .contains("waybill: warning: ours", "headers: false")
                .anyMatch(line -> line.endsWith("heard by java.util.logging"));
    }
}
