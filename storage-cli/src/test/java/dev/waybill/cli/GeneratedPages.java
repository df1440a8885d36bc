package dev.waybill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Pages below `docs` that are made from the code. `-Dwaybill.test.args=-Dwaybill.docs=write` writes them anew.
public final class GeneratedPages {
    private static final Path DOCS = Path.of("..", "docs");

    private GeneratedPages() {}

    /// Fails if the page is not what it should be, or writes it where that was asked for.
    public static void check(String name, String content) {
        Path page = DOCS.resolve(name);
        try {
            if (System.getProperty("waybill.docs", "").equals("write")) {
                Files.createDirectories(DOCS.resolve("cli"));
                Files.writeString(page, content);
            }
            assertThat(page)
                    .as(
                            "%s is stale: run ./mvnw -pl storage-cli -am test -Dwaybill.test.args=-Dwaybill.docs=write",
                            name)
                    .exists()
                    .hasContent(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
