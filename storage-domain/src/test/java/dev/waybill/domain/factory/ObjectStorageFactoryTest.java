package dev.waybill.domain.factory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.waybill.domain.config.ConfigurationException;
import dev.waybill.domain.config.ConfigurationReader;
import dev.waybill.domain.config.RemoteConfiguration;
import dev.waybill.domain.fixture.MemoryProvider;
import dev.waybill.domain.layer.Operation;
import dev.waybill.domain.layer.StoreMetrics;
import dev.waybill.port.Capability;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStorageFactoryTest {
    @TempDir
    Path folder;

    private final MemoryProvider memory = new MemoryProvider("memory");
    private final ObjectStorageFactory factory = new ObjectStorageFactory(
            Clock.systemUTC(), StackOptions.DEFAULT.withRequestSlots(7), List.of(memory, new MemoryProvider("other")));

    @Test
    void a_url_opens_the_store_of_its_scheme() {
        try (var service = factory.open("memory://team/x")) {
            service.putObject("a", "b", new byte[] {1, 2});
            assertThat(service.getObject("a", "b")).containsExactly(1, 2);
        }
        assertThat(memory.lastRead().bucket()).isEqualTo("team");
        assertThat(memory.opened())
                .singleElement()
                .satisfies(context -> assertThat(context.requestSlots()).isEqualTo(7));
    }

    @Test
    void asking_which_store_a_url_names_opens_nothing() {
        assertThat(factory.storeId("memory://team")).isEqualTo(new StoreId("memory", "team"));
        assertThat(memory.opened()).isEmpty();
    }

    @Test
    void a_configured_name_and_a_url_open_alike() throws IOException {
        Files.writeString(
                folder.resolve("waybill.yaml"), "remote: one\nremotes:\n  one: { provider: memory, bucket: b }\n");
        var configuration = new ConfigurationReader(factory.providers(), Map.of()).read(folder);

        assertThat(factory.storeId(configuration, "one")).isEqualTo(new StoreId("memory", "b"));
        assertThat(factory.storeId(configuration, "other://c")).isEqualTo(new StoreId("other", "c"));
        try (var service = factory.open(configuration)) {
            assertThat(service.listObjects("")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://host/x        | ftp://host/x: unknown scheme \"ftp\"; known: memory, other",
                "team                | \"team\": not a URL; write one like file:///folder or s3://bucket/prefix",
                "C:\\data            | \"C:\\data\": not a URL; write one like file:///folder or s3://bucket/prefix",
                "C:/data             | \"C:/data\": not a URL; write one like file:///folder or s3://bucket/prefix",
                "c://data            | \"c://data\": not a URL; write one like file:///folder or s3://bucket/prefix",
                "/data               | \"/data\": not a URL; write one like file:///folder or s3://bucket/prefix",
                "memory:///x         | memory:///x: not the URL of a memory store: memory:///x: it has no bucket",
                "memory://b/a b      | memory://b/a b: not a URL: Illegal character in path; write a space as %20 and other characters alike",
                "memory://u:s3cret@h | memory://***@h: a URL must not hold a password; configure a remote in waybill.yaml instead",
                "memory://u:s3/x@b   | memory://***@b: not the URL of a memory store: memory://***@b: it has no bucket",
                "memory://forbidden  | memory://forbidden: \"bucket\" must not be forbidden",
            })
    void what_is_no_url_of_a_store_is_refused_saying_why(String url, String problem) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> factory.storeId(url))
                .withMessage(problem);
    }

    @Test
    void two_providers_of_one_scheme_are_a_mistake_of_the_program() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ObjectStorageFactory(
                        Clock.systemUTC(), StackOptions.DEFAULT, List.of(memory, new MemoryProvider("memory"))))
                .withMessageContaining("two providers for memory");
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // closing it is part of what is tested
    void the_stack_refuses_retries_and_counts() throws IOException {
        var metrics = new StoreMetrics();
        RemoteConfiguration remote =
                factory.remote(new ConfigurationReader(factory.providers(), Map.of()).read(folder), "memory://team");
        var store = factory.openStore(remote, metrics);
        var key = ObjectKey.of("a");
        store.put(key, ObjectSource.of(new byte[5]), PutOptions.DEFAULT);
        try (var content = store.get(key, GetOptions.WHOLE)) {
            assertThat(content.stream().readAllBytes()).hasSize(5);
        }

        assertThat(metrics.counts(Operation.PUT)).isEqualTo(new StoreMetrics.Counts(1, 5, 0, 0));
        assertThat(metrics.counts(Operation.GET)).isEqualTo(new StoreMetrics.Counts(1, 5, 0, 0));
        store.close();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> store.stat(key));
        assertThat(metrics.counts(Operation.STAT).calls()).isZero();
    }

    @Test
    void what_the_configuration_withholds_is_refused_as_if_the_store_could_not() throws IOException {
        Files.writeString(
                folder.resolve("waybill.yaml"),
                "remotes:\n  one: { provider: memory, bucket: b, without: \"put-if-absent, resumable-upload\" }\n");
        var configuration = new ConfigurationReader(factory.providers(), Map.of()).read(folder);
        try (var store = factory.openStore(configuration, "one")) {
            var ifAbsent = PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT);

            assertThat(store.capabilities().flags())
                    .doesNotContain(Capability.PUT_IF_ABSENT, Capability.RESUMABLE_UPLOAD)
                    .contains(Capability.PUT_IF_MATCH);
            assertThatExceptionOfType(NotSupported.class)
                    .isThrownBy(() -> store.put(ObjectKey.of("a"), ObjectSource.of(new byte[1]), ifAbsent));
        }
    }

    @Test
    void a_missing_storage_folder_is_an_error_that_names_it() {
        assertThatExceptionOfType(StorageFolderNotFound.class)
                .isThrownBy(() -> factory.findStorage(folder, "no-such-storage"))
                .withMessage("no folder called \"no-such-storage\" in " + folder
                        + " or any folder above it; make one, or name the folder to use");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a\\b"})
    void a_needle_must_be_a_single_name(String needle) {
        assertThatIllegalArgumentException().isThrownBy(() -> factory.findStorage(folder, needle));
    }

    @Test
    void without_a_provider_of_folders_a_folder_cannot_be_opened() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> factory.openStore(folder))
                .withMessageContaining("unknown provider \"file\"; known: memory, other");
    }

    @Test
    void what_the_layers_refuse_never_reaches_the_store() {
        try (var store = factory.openStore("memory://team")) {
            assertThatExceptionOfType(StorageException.ObjectNotFound.class)
                    .isThrownBy(() -> store.get(ObjectKey.of("none"), GetOptions.WHOLE))
                    .withMessageContaining("no object none in memory://");
        }
    }
}
