package dev.waybill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.config.ConfigurationSchema;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.port.spi.AdapterProvider;
import dev.waybill.port.spi.ConfigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The tables of `docs/configuration.md`, made of what the reader and the providers go by.
class ConfigurationPageTest {
    private static final String BEGIN = "<!-- The tables are made by ConfigurationPageTest. -->\n";
    private static final String END = "<!-- End of the tables. -->\n";

    @Test
    void the_page_names_every_key_that_can_be_configured() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        assertThat(begin).as("the mark before the tables").isNotNegative();
        assertThat(end).as("the mark behind the tables").isGreaterThan(begin);

        GeneratedPages.check(
                "configuration.md", page.substring(0, begin + BEGIN.length()) + tables() + page.substring(end));
    }

    private static String tables() {
        var text = new StringBuilder();
        table(text, "At the top of the file", ConfigurationSchema.topLevel());
        table(text, "Below `sync`", ConfigurationSchema.sync());
        table(text, "Below `cache`", ConfigurationSchema.cache());
        table(text, "In every remote", ConfigurationSchema.remote());
        List<AdapterProvider> providers = ObjectStorageFactory.ofInstalled(Clock.systemUTC(), StackOptions.DEFAULT)
                .providers();
        assertThat(providers).extracting(AdapterProvider::scheme).contains("az", "file", "gs", "s3", "sftp");
        for (AdapterProvider provider : providers) {
            table(text, "A remote with `provider: " + provider.scheme() + "`", provider.keys());
        }
        return text.append('\n').toString();
    }

    private static void table(StringBuilder text, String title, List<ConfigKey> keys) {
        text.append("\n### ")
                .append(title)
                .append("\n\n| key | value | without it | what it does |\n|---|---|---|---|\n");
        for (ConfigKey key : keys) {
            text.append("| `").append(key.name()).append("` | ").append(cell(value(key)));
            text.append(" | ")
                    .append(
                            key.required()
                                    ? "required"
                                    : cell(key.defaultValue().orElse("")));
            text.append(" | ").append(cell(sentence(key.description()))).append(" |\n");
        }
    }

    private static String value(ConfigKey key) {
        return key.choices().isEmpty() ? key.type() : "`" + String.join("`, `", key.choices()) + "`";
    }

    private static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
