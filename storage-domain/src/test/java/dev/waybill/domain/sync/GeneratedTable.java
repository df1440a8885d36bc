package dev.waybill.domain.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A table of a page of the documentation that a test makes. `-Dwaybill.docs.rewrite=true` rewrites it.
final class GeneratedTable {
    private GeneratedTable() {}

    /// Requires that the page has `markdown` between the marks of `maker`.
    static void requireIn(String name, Class<?> maker, String markdown) throws IOException {
        Path page = root().resolve("docs").resolve(name);
        String text = Files.readString(page);
        String mark = "<!-- The table is made by " + maker.getSimpleName() + ". -->\n";
        int begin = text.indexOf(mark) + mark.length();
        int end = text.indexOf("<!-- End of the table. -->\n", begin);
        assertThat(begin).as("the mark before the table in %s", page).isGreaterThanOrEqualTo(mark.length());
        assertThat(end).as("the mark behind the table in %s", page).isGreaterThanOrEqualTo(begin);
        if (Boolean.getBoolean("waybill.docs.rewrite")) {
            Files.writeString(page, text.substring(0, begin) + markdown + text.substring(end));
            return;
        }
        assertThat(text.substring(begin, end))
                .as("docs/" + name + " is stale: run this test with -Dwaybill.docs.rewrite=true")
                .isEqualTo(markdown);
    }

    private static Path root() {
        return Stream.<Path>iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("mvnw")))
                .findFirst()
                .orElseThrow();
    }
}
