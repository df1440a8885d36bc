package dev.waybill.cli.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.factory.NaasStorage;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.S3Store;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.domain.service.ObjectEvent;
import dev.waybill.domain.service.ObjectStorageService;
import dev.waybill.port.Secret;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.SourceFailed;
import dev.waybill.testkit.TestSources;
import dev.waybill.testkit.naas.NaasWireServer;
import dev.waybill.testkit.s3.S3Credentials;
import dev.waybill.testkit.s3.S3WireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The rows of `docs/abi-compatibility.md`, on a folder, on S3 and on Naas: one answer on all of them.
class AbiAnswersTest {
    private static final String WORKSPACE = "11111111-2222-3333-4444-555555555555";
    private static final StackOptions OPTIONS = StackOptions.DEFAULT.withRequestSlots(8);

    private static S3WireServer s3;
    private static NaasWireServer naas;
    private static int stores;

    @TempDir
    private Path folder;

    enum Store {
        FOLDER,
        S3,
        NAAS
    }

    @BeforeAll
    static void start() {
        s3 = S3WireServer.start(Clock.systemUTC());
        s3.allow(S3Credentials.of("someone", Project.SECRET));
        s3.createBucket("bucket");
        naas = NaasWireServer.start(Clock.systemUTC(), s3);
        naas.allow(Project.SECRET);
        naas.keep(WORKSPACE, "abi", "bucket");
    }

    @AfterAll
    static void stop() {
        naas.close();
        s3.close();
    }

    private static ObjectStorageFactory factory() {
        return ObjectStorageFactory.ofInstalled(Clock.systemUTC(), OPTIONS);
    }

    /// A new and empty store, opened as ABI's factory opens one of its kind.
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // what is opened is what is given
    private ObjectStorageService open(Store store) {
        String prefix = "p" + stores++;
        return switch (store) {
            case FOLDER -> factory().fs(folder.resolve(prefix));
            case S3 ->
                factory()
                        .s3(S3Store.of("bucket")
                                .withPrefix(prefix + "/")
                                .withEndpoint(s3.endpoint())
                                .withCredentials(Secret.of("someone"), Secret.of(Project.SECRET)));
            case NAAS ->
                factory()
                        .naas(NaasStorage.of(Secret.of(Project.SECRET), WORKSPACE, "abi")
                                .withPrefix(prefix)
                                .at(naas.endpoint(), s3.endpoint()));
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void put_creates_and_replaces_and_get_gives_the_whole(Store store) {
        try (var service = open(store)) {
            service.putObject("a", "k.txt", bytes("one"));
            service.putObject("a", "k.txt", bytes("two"));
            assertThat(service.getObject("a", "k.txt")).isEqualTo(bytes("two"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void get_of_nothing_fails_and_delete_of_nothing_does_not(Store store) {
        try (var service = open(store)) {
            assertThatExceptionOfType(ObjectNotFound.class)
                    .isThrownBy(() -> service.getObject("a", "no"))
                    .withMessageContaining("a/no");
            service.deleteObject("a", "no");
            assertThat(service.objectMetadata("a", "no")).isEmpty();
            assertThat(service.exists("a", "no")).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_listing_is_what_lies_directly_in_a_folder(Store store) {
        try (var service = open(store)) {
            service.putObject("", "root.txt", bytes("r"));
            service.putObject("a", "k.txt", bytes("k"));
            service.putObject("a/sub", "z.txt", bytes("z"));
            service.putObject("", "a-b", bytes("b"));

            assertThat(service.listObjects("")).containsExactly("a-b", "a/", "root.txt");
            assertThat(service.listObjects("/")).isEqualTo(service.listObjects(""));
            assertThat(service.listObjects("a")).containsExactly("a/k.txt", "a/sub/");
            assertThat(service.listObjects("a/")).isEqualTo(service.listObjects("a"));
            assertThat(service.listObjects("zz")).isEmpty();
            assertThat(service.listObjects("root.txt")).isEmpty();
            assertThat(service.listObjects("roo")).isEmpty();
            assertThat(service.listObjectsRecursively("a")).containsExactly("a/k.txt", "a/sub/z.txt");
            try (var entries = service.streamListing("a")) {
                assertThat(entries).containsExactly("a/k.txt", "a/sub/");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_listing_of_a_store_in_which_nothing_is_is_empty(Store store) {
        try (var service = open(store)) {
            assertThat(service.listObjects("")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_folder_is_gone_with_its_last_object(Store store) {
        try (var service = open(store)) {
            service.putObject("a/b", "k", bytes("x"));
            service.deleteObject("a/b", "k");
            assertThat(service.listObjects("")).isEmpty();
            assertThat(service.listObjects("a")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void prefix_and_key_are_joined_by_one_slash(Store store) {
        try (var service = open(store)) {
            service.putObject("/in//", "/w.xlsx", bytes("x"));
            service.putObject("storage/in", "x/y.txt", bytes("y"));
            service.putObject("storage/a/storage/b", "k", bytes("z"));
            assertThat(service.listObjectsRecursively("")).containsExactly("a/storage/b/k", "in/w.xlsx", "in/x/y.txt");
            assertThat(service.objectMetadata("storage/in", "w.xlsx")).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothing_leads_out_of_a_store(Store store) throws IOException {
        try (var service = open(store)) {
            for (String prefix : List.of("../esc", "a/../../esc", "..")) {
                assertThatIllegalArgumentException().isThrownBy(() -> service.putObject(prefix, "k", bytes("x")));
                assertThatIllegalArgumentException().isThrownBy(() -> service.listObjects(prefix));
            }
            assertThatIllegalArgumentException().isThrownBy(() -> service.putObject("a", "", bytes("x")));
            service.putObject(folder.toString(), "k", bytes("within"));
            assertThat(service.listObjectsRecursively("")).hasSize(1);
            assertThat(folder.resolve("k")).doesNotExist();
            assertThat(folder.resolve("esc")).doesNotExist();
        }
    }

    @ParameterizedTest
    @EnumSource
    void metadata_is_what_the_store_says(Store store) {
        try (var service = open(store)) {
            service.putObject("a", "k.txt", bytes("four"));
            var metadata = service.objectMetadata("a", "k.txt").orElseThrow();
            assertThat(metadata.key().value()).isEqualTo("a/k.txt");
            assertThat(metadata.size()).isEqualTo(4);
            assertThat(metadata.modified()).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void streams_of_three_mebibytes_come_back(Store store) throws IOException {
        byte[] content = TestSources.bytes(3 << 20, 1);
        try (var service = open(store)) {
            service.putObject("a", "big", TestSources.ofUnknownLength(content));
            try (var object = service.openObject("a", "big")) {
                assertThat(object.stream().readAllBytes()).isEqualTo(content);
            }
            assertThat(service.objectMetadata("a", "big").orElseThrow().size()).isEqualTo(content.length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_source_that_breaks_off_leaves_nothing(Store store) throws IOException {
        byte[] content = TestSources.bytes(3 << 20, 1);
        try (var service = open(store)) {
            service.putObject("a", "k", bytes("old"));
            assertThatExceptionOfType(SourceFailed.class)
                    .isThrownBy(() -> service.putObject(
                            "a", "k", TestSources.throwingAfter(2 << 20, content, new IOException("broken"))));
            assertThat(service.getObject("a", "k")).isEqualTo(bytes("old"));
            assertThat(service.listObjectsRecursively("")).containsExactly("a/k");
        }
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).filter(f -> !f.endsWith("k")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void of_many_writers_of_one_key_one_whole_value_stays(Store store) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var service = open(store)) {
            var writers = new ArrayList<Future<?>>();
            for (int i = 0; i < 8; i++) {
                byte[] value = bytes("value-" + i);
                writers.add(threads.submit(() -> {
                    for (int n = 0; n < 30; n++) {
                        service.putObject("a", "k", value);
                    }
                }));
            }
            for (var writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
            assertThat(service.getObject("a", "k")).asString(UTF_8).matches("value-[0-7]");
        }
    }

    @ParameterizedTest
    @EnumSource
    void events_tell_of_puts_with_their_size_and_of_deletes(Store store) {
        try (var service = open(store)) {
            var events = new ArrayList<ObjectEvent>();
            service.addListener(event -> {
                events.add(event);
                throw new IllegalStateException("a listener that fails");
            });
            service.putObject("a", "k", TestSources.ofUnknownLength(bytes("xyz")));
            service.deleteObject("a", "k");
            assertThat(events)
                    .satisfiesExactly(
                            put -> assertThat(put)
                                    .isInstanceOfSatisfying(
                                            ObjectEvent.ObjectPut.class,
                                            e -> assertThat(e.size()).isEqualTo(3)),
                            delete -> assertThat(delete).isInstanceOf(ObjectEvent.ObjectDeleted.class));
        }
    }

    @Test
    void a_folder_that_is_not_there_is_made_by_the_first_put() {
        Path root = folder.resolve("new/storage");
        try (var service = factory().fs(root)) {
            assertThat(service.listObjects("")).isEmpty();
            service.putObject("a", "k", bytes("x"));
            assertThat(root.resolve("a/k")).exists();
        }
    }

    @Test
    void the_nearest_folder_of_that_name_is_found() throws IOException {
        Path below = Files.createDirectories(folder.resolve("data/x/y"));
        Files.createFile(folder.resolve("data/x/data"));
        try (var service = factory().findStorage(below, "data")) {
            service.putObject("", "k", bytes("x"));
        }
        assertThat(folder.resolve("data/k")).exists();
    }

    @Test
    void an_account_of_r2_has_its_own_endpoint() {
        try (var service = factory()
                .s3(S3Store.ofR2("abc123", "bucket")
                        .withPrefix("p")
                        .withCredentials(Secret.of("id"), Secret.of("key")))) {
            assertThat(service.store()).hasToString("s3://abc123.r2.cloudflarestorage.com/bucket/p");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Store.ofR2("evil.example/", "bucket"))
                .withMessageContaining("evil.example/");
    }

    @Test
    void every_test_that_the_page_names_is_there() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "abi-compatibility.md"));
        var sources = new StringBuilder();
        try (var modules = Files.newDirectoryStream(Path.of(".."), Files::isDirectory)) {
            for (Path module : modules) {
                for (String kind : List.of("src/test/java", "src/main/java/dev/waybill/testkit")) {
                    sources.append(textOf(module.resolve(kind)));
                }
            }
        }
        var named = Pattern.compile("`(?:[A-Za-z]+|…)\\.+([a-z][a-z0-9]*(?:_[a-z0-9]+)+)`")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(named)
                .hasSizeGreaterThan(30)
                .allSatisfy(name -> assertThat(sources).contains("void " + name + "("));
    }

    private static String textOf(Path folder) throws IOException {
        var text = new StringBuilder();
        if (Files.isDirectory(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    text.append(Files.readString(file));
                }
            }
        }
        return text.toString();
    }
}
