package dev.waybill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.NameRules;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.port.spi.AdapterProvider;
import dev.waybill.testkit.MapSettings;
import dev.waybill.testkit.ssh.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The table of `docs/stores.md`, made of what the adapters say of themselves.
class StoresPageTest {
    private static final String BEGIN = "<!-- The table is made by StoresPageTest. -->\n";
    private static final String END = "<!-- End of the table. -->\n";
    private static final List<String> PROFILES = List.of("aws", "minio", "ceph", "r2", "generic");
    private static final long KIBIBYTE = 1024;

    @Test
    void the_page_shows_what_each_store_can_do(@TempDir Path folder) throws IOException {
        Sshd.assumeInstalled();
        String page = Files.readString(Path.of("..", "docs", "stores.md"));
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        assertThat(begin).as("the mark before the table").isNotNegative();
        assertThat(end).as("the mark behind the table").isGreaterThan(begin);

        GeneratedPages.check(
                "stores.md", page.substring(0, begin + BEGIN.length()) + table(stores(folder)) + page.substring(end));
    }

    private static Map<String, Capabilities> stores(Path folder) throws IOException {
        Map<String, Capabilities> stores = new LinkedHashMap<>();
        stores.put("folder", of("file", Map.of("root", folder.toString())));
        for (String profile : PROFILES) {
            var settings = Map.of(
                    "bucket", "bucket",
                    "profile", profile,
                    "endpoint", "http://127.0.0.1:1",
                    "accessKeyId", "id",
                    "secretAccessKey", "secret");
            stores.put("S3 `" + profile + "`", of("s3", settings));
        }
        stores.put("Google", of("gs", Map.of("bucket", "bucket", "credentials", "anonymous")));
        String key = Base64.getEncoder().encodeToString(new byte[64]);
        stores.put("Azure", of("az", Map.of("account", "account", "container", "container", "accountKey", key)));
        try (var sshd = Sshd.start(folder)) {
            Path known = Files.writeString(folder.resolve("known"), sshd.knownAt(sshd.port()));
            var settings = Map.of(
                    "host", "127.0.0.1",
                    "port", String.valueOf(sshd.port()),
                    "root", folder.toString(),
                    "identityFile", sshd.identity().toString(),
                    "knownHosts", known.toString(),
                    "sshConfig", "none",
                    "auth", "key");
            stores.put("SFTP", of("sftp", settings));
        }
        return stores;
    }

    private static Capabilities of(String scheme, Map<String, String> values) {
        AdapterProvider provider =
                ObjectStorageFactory.ofInstalled(Clock.systemUTC(), StackOptions.DEFAULT).providers().stream()
                        .filter(installed -> installed.scheme().equals(scheme))
                        .findFirst()
                        .orElseThrow();
        var settings = new MapSettings(values);
        var configured = provider.configure(settings);
        assertThat(settings.problems()).isEmpty();
        try (IObjectStorageAdapter adapter = configured.open(new AdapterContext(Clock.systemUTC(), 1))) {
            return adapter.capabilities();
        }
    }

    private static String table(Map<String, Capabilities> stores) {
        var text = new StringBuilder("| |");
        stores.keySet().forEach(name -> text.append(' ').append(name).append(" |"));
        text.append("\n|---|").append("---|".repeat(stores.size())).append('\n');
        for (Capability capability : Capability.values()) {
            String name = capability.name().toLowerCase(Locale.ROOT).replace('_', '-');
            row(text, "`" + name + "`", stores, can -> can.has(capability) ? "yes" : "–");
        }
        row(text, "longest key, bytes", stores, can -> String.format(Locale.ROOT, "%,d", can.maxKeyBytes()));
        row(text, "longest segment, bytes", stores, can -> bound(can.names().maxSegmentBytes()));
        row(text, "most segments", stores, can -> bound(can.names().maxSegments()));
        row(
                text,
                "characters not in names",
                stores,
                can -> characters(can.names().forbidden()));
        row(text, "reserved", stores, can -> reserved(can.names()));
        row(text, "of names", stores, can -> traits(can.names()));
        row(text, "largest object", stores, can -> size(can.maxObjectBytes()));
        row(text, "in one put", stores, can -> size(can.maxPutBytes()));
        row(text, "parts of an upload", stores, StoresPageTest::parts);
        row(text, "time of the content", stores, StoresPageTest::precision);
        row(text, "checksums verified by put", stores, can -> names(can.checksums()));
        row(text, "and of an upload in parts", stores, can -> names(can.uploadChecksums()));
        return text.toString();
    }

    private static void row(
            StringBuilder text, String title, Map<String, Capabilities> stores, Function<Capabilities, String> cell) {
        text.append("| ").append(title).append(" |");
        stores.values().forEach(can -> text.append(' ').append(cell.apply(can)).append(" |"));
        text.append('\n');
    }

    private static String bound(int most) {
        return most >= ObjectKey.MAX_BYTES ? "any" : String.format(Locale.ROOT, "%,d", most);
    }

    private static String characters(String forbidden) {
        return forbidden.isEmpty()
                ? "–"
                : forbidden
                        .chars()
                        .mapToObj(c -> c < 0x80 ? "`" + (char) c + "`" : "U+%04X".formatted(c))
                        .collect(Collectors.joining(", "));
    }

    private static String reserved(NameRules rules) {
        String all = Stream.concat(
                        rules.reservedNames().stream().map(name -> "`" + name + "…`"),
                        rules.reservedKeys().stream().map(key -> "`" + key + "`"))
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "–" : all;
    }

    private static String traits(NameRules rules) {
        String all = rules.traits().stream()
                .map(trait -> "`" + trait.name().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "–" : all;
    }

    private static String parts(Capabilities can) {
        return can.uploadLimits()
                .map(limits -> size(limits.minPartBytes()) + " to " + size(limits.maxPartBytes())
                        + String.format(Locale.ROOT, ", %,d", limits.maxParts()))
                .orElse("–");
    }

    private static String precision(Capabilities can) {
        return can.modifiedPrecision()
                .map(step -> step.toSeconds() > 0 ? step.toSeconds() + " s" : step.toNanos() + " ns")
                .orElse("–");
    }

    private static String names(Set<ChecksumAlgorithm> algorithms) {
        if (algorithms.isEmpty()) {
            return "–";
        }
        return algorithms.size() == ChecksumAlgorithm.values().length
                ? "all"
                : algorithms.stream().map(ChecksumAlgorithm::name).sorted().collect(Collectors.joining(", "));
    }

    private static String size(long bytes) {
        if (bytes == Long.MAX_VALUE) {
            return "any";
        }
        long rest = bytes;
        for (String unit : List.of("bytes", "KiB", "MiB", "GiB")) {
            if (rest % KIBIBYTE != 0) {
                return rest + " " + unit;
            }
            rest /= KIBIBYTE;
        }
        return rest + " TiB";
    }
}
