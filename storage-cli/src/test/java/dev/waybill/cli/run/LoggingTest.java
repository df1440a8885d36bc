package dev.waybill.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private static final Logger OURS = LoggerFactory.getLogger("dev.waybill.domain.Something");
    private static final Logger LIBRARY = LoggerFactory.getLogger("org.example.Library");

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void as_a_command_without_flags() {
        Logging.configure(false, System.err);
    }

    private String loggedWhen(boolean verbose) {
        Logging.configure(verbose, new PrintStream(err, true, StandardCharsets.UTF_8));
        for (Logger logger : new Logger[] {OURS, LIBRARY}) {
            logger.error("an error of {}", "ours", new IllegalStateException("the cause"));
            logger.warn("a {}\nof {}", "warning", "ours");
            logger.info("news");
            logger.debug("a call took {} ms", 7);
            logger.trace("a detail");
        }
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void our_warnings_are_told_a_line_each() {
        assertThat(loggedWhen(false).lines()).hasSize(2).first().isEqualTo("waybill: warning: an error of ours");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("waybill: warning: a warning")
                .contains("of ours");
    }

    @Test
    void with_the_flag_what_is_done_is_told_too() {
        assertThat(loggedWhen(true).lines())
                .hasSize(4)
                .contains("waybill: debug: news", "waybill: debug: a call took 7 ms");
    }
}
