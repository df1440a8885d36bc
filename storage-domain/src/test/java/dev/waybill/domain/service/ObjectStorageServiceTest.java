package dev.waybill.domain.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.waybill.domain.layer.CapabilityGuard;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.UserMetadata;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import dev.waybill.testkit.TestSources;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("MustBeClosedChecker") // each store lives in memory, and the first is closed after each test
class ObjectStorageServiceTest {
    private final InMemoryAdapter store = new InMemoryAdapter(Clock.systemUTC());
    private final ObjectStorageService service = new ObjectStorageService(new CapabilityGuard(store));

    static List<Capabilities> ableAndUnable() {
        return List.of(InMemoryAdapter.ALL_CAPABILITIES, InMemoryAdapter.NO_CAPABILITIES);
    }

    private static ObjectStorageService over(Capabilities capabilities) {
        return new ObjectStorageService(new CapabilityGuard(new InMemoryAdapter(Clock.systemUTC(), capabilities)));
    }

    @AfterEach
    void close_the_store() {
        service.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void the_four_calls_work_on_prefix_and_key() {
        service.putObject("models/", "a.bin", bytes("one"));
        service.putObject("storage/models", "/b.bin", bytes("two"));

        assertThat(service.getObject("models", "a.bin")).isEqualTo(bytes("one"));
        assertThat(service.listObjects("models")).containsExactly("models/a.bin", "models/b.bin");
        service.deleteObject("models", "a.bin");
        assertThat(service.listObjects("models")).containsExactly("models/b.bin");
    }

    @Test
    void get_of_an_absent_object_fails_naming_the_key_and_delete_of_one_does_not() {
        assertThatExceptionOfType(StorageException.ObjectNotFound.class)
                .isThrownBy(() -> service.getObject("a", "b"))
                .withMessageContaining("no object a/b in memory://");
        service.deleteObject("a", "b");
        assertThat(service.exists("a", "b")).isFalse();
        assertThat(service.objectMetadata("a", "b")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ableAndUnable")
    void a_listing_is_one_level_deep_sorted_and_folders_end_in_a_slash(Capabilities capabilities) {
        try (var any = over(capabilities)) {
            for (String key : List.of("a-b", "a/x", "a/y/z", "a", "a0", "b/c/d/e", "\uE000", "\uD83D\uDE00/x")) {
                any.putObject("", key, bytes("x"));
            }

            assertThat(any.listObjects("")).containsExactly("a", "a-b", "a/", "a0", "b/", "\uE000", "\uD83D\uDE00/");
            assertThat(any.listObjects("/")).isEqualTo(any.listObjects(""));
            assertThat(any.listObjects("a")).containsExactly("a/x", "a/y/");
            assertThat(any.listObjects("b/c")).containsExactly("b/c/d/");
            assertThat(any.listObjects("a/x")).isEmpty();
            assertThat(any.listObjects("missing")).isEmpty();
            assertThat(any.listObjectsRecursively("a")).containsExactly("a/x", "a/y/z");
            assertThat(any.listObjectsRecursively("missing")).isEmpty();
        }
    }

    @Test
    void streams_put_and_get_without_holding_the_object() throws IOException {
        byte[] content = TestSources.bytes(300_000, 1);
        var stored = service.putObject("in", "big", TestSources.ofUnknownLength(content));

        assertThat(stored.size()).isEqualTo(300_000);
        try (var object = service.openObject("in", "big")) {
            assertThat(object.stream().readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void events_follow_every_write_and_removal() {
        var events = new ArrayList<ObjectEvent>();
        service.addListener(events::add);
        service.putObject("a", "b", bytes("xyz"));
        service.copyObject("a", "b", "a", "c");
        service.moveObject("a", "c", "d", "e");
        service.deleteObject("a", "b");
        service.deletePrefix("d");

        var id = service.store();
        assertThat(events)
                .containsExactly(
                        new ObjectEvent.ObjectPut(id, ObjectKey.of("a/b"), 3),
                        new ObjectEvent.ObjectPut(id, ObjectKey.of("a/c"), 3),
                        new ObjectEvent.ObjectPut(id, ObjectKey.of("d/e"), 3),
                        new ObjectEvent.ObjectDeleted(id, ObjectKey.of("a/c")),
                        new ObjectEvent.ObjectDeleted(id, ObjectKey.of("a/b")),
                        new ObjectEvent.ObjectDeleted(id, ObjectKey.of("d/e")));
    }

    @Test
    void a_listener_that_fails_fails_no_call_and_keeps_no_other_from_being_told() {
        var events = new ArrayList<ObjectEvent>();
        service.addListener(event -> {
            throw new IllegalStateException("a bug in the listener");
        });
        service.addListener(events::add);

        service.putObject("a", "b", bytes("x"));

        assertThat(service.exists("a", "b")).isTrue();
        assertThat(events).hasSize(1);
    }

    @Test
    void a_call_that_fails_tells_nobody() {
        var events = new ArrayList<ObjectEvent>();
        service.addListener(events::add);
        var source = TestSources.throwingAfter(3, new byte[10], new IOException("broken"));

        assertThatExceptionOfType(StorageException.SourceFailed.class)
                .isThrownBy(() -> service.putObject("a", "b", source));
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ableAndUnable")
    void a_move_takes_the_bytes_along_with_or_without_copies_in_the_store(Capabilities capabilities) {
        try (var any = over(capabilities)) {
            any.putObject("a", "b", bytes("content"));
            any.putObject("c", "d", bytes("old"));

            var moved = any.moveObject("a", "b", "c", "d");

            assertThat(moved.key()).isEqualTo(ObjectKey.of("c/d"));
            assertThat(any.listObjectsRecursively("")).containsExactly("c/d");
            assertThat(any.getObject("c", "d")).isEqualTo(bytes("content"));
        }
    }

    @Test
    void a_copy_through_this_process_keeps_what_goes_with_the_bytes() {
        var flags = InMemoryAdapter.ALL_CAPABILITIES.flags().stream()
                .filter(flag -> flag != Capability.SERVER_SIDE_COPY)
                .collect(Collectors.toSet());
        var able = without(flags);
        var adapter = new InMemoryAdapter(Clock.systemUTC(), able);
        var options = PutOptions.DEFAULT
                .withContentType("text/x-one")
                .withContentModified(Instant.ofEpochSecond(1_000))
                .withUserMetadata(UserMetadata.of(Map.of("run", "7")));
        adapter.put(ObjectKey.of("a/b"), ObjectSource.of(bytes("x")), options);
        try (var any = new ObjectStorageService(new CapabilityGuard(adapter))) {
            var copy = any.copyObject("a", "b", "a", "c");

            assertThat(copy.contentType()).contains("text/x-one");
            assertThat(copy.contentModified()).contains(Instant.ofEpochSecond(1_000));
            assertThat(copy.userMetadata()).contains(UserMetadata.of(Map.of("run", "7")));
        }
    }

    private static Capabilities without(Set<Capability> flags) {
        var all = InMemoryAdapter.ALL_CAPABILITIES;
        return new Capabilities(
                flags,
                all.maxKeyBytes(),
                all.maxObjectBytes(),
                all.maxPutBytes(),
                all.modifiedPrecision(),
                all.checksums(),
                all.uploadChecksums(),
                all.uploadLimits());
    }

    @Test
    void a_move_onto_itself_does_nothing_and_one_of_nothing_fails() {
        service.putObject("a", "b", bytes("x"));

        assertThat(service.moveObject("a", "b", "/a/", "b").size()).isEqualTo(1);
        assertThat(service.getObject("a", "b")).isEqualTo(bytes("x"));
        assertThatExceptionOfType(StorageException.ObjectNotFound.class)
                .isThrownBy(() -> service.moveObject("no", "such", "a", "b"));
        assertThat(service.getObject("a", "b")).isEqualTo(bytes("x"));
    }

    @Test
    void a_prefix_is_deleted_whole_and_nothing_beside_it() {
        for (int i = 0; i < 2_500; i++) {
            service.putObject("runs/1/files", "f" + i, new byte[0]);
        }
        service.putObject("runs", "10", bytes("x"));
        service.putObject("runs/10", "y", bytes("x"));

        PrefixDeletion deletion = service.deletePrefix("runs/1");

        assertThat(deletion).isEqualTo(new PrefixDeletion(2_500, List.of(), 0));
        assertThat(deletion.isComplete()).isTrue();
        assertThat(service.deletePrefix("runs/1").deleted()).isZero();
        assertThat(service.listObjectsRecursively("runs")).containsExactly("runs/10", "runs/10/y");
    }

    @Test
    void the_whole_store_is_deleted_only_when_that_is_said() {
        service.putObject("a", "b", bytes("x"));

        for (String prefix : List.of("", "/", "storage/", "//")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> service.deletePrefix(prefix))
                    .withMessageContaining("names the whole store");
        }
        assertThat(service.deleteEverything().deleted()).isEqualTo(1);
        assertThat(service.listObjects("")).isEmpty();
    }

    @Test
    void every_call_takes_a_leading_storage_off_alike() {
        service.putObject("storage/a", "b", bytes("x"));

        assertThat(service.listObjectsRecursively("")).containsExactly("a/b");
        assertThat(service.objectMetadata("storage/a", "b")).isPresent();
        assertThat(service.exists("storage/a", "b")).isTrue();
        assertThat(service.getObject("storage/a", "b")).isEqualTo(bytes("x"));
        assertThat(service.listObjects("storage/a")).containsExactly("a/b");
        service.moveObject("storage/a", "b", "storage/c", "d");
        assertThat(service.listObjectsRecursively("storage/")).containsExactly("c/d");
        service.deleteObject("storage/c", "d");
        assertThat(service.listObjectsRecursively("")).isEmpty();
    }

    @Test
    void a_key_with_a_slash_is_an_object_in_a_folder() {
        service.putObject("a", "x/y.txt", bytes("x"));

        assertThat(service.getObject("a/x", "y.txt")).isEqualTo(bytes("x"));
        assertThat(service.listObjects("a")).containsExactly("a/x/");
    }

    @Test
    void reading_and_deleting_is_one_request_each() {
        var counted = new FaultyAdapter(new InMemoryAdapter(Clock.systemUTC()));
        try (var any = new ObjectStorageService(counted)) {
            any.putObject("a", "b", bytes("x"));
            any.getObject("a", "b");
            any.exists("a", "b");
            any.deleteObject("a", "b");

            assertThat(counted.calls())
                    .containsOnly(
                            entry(Operation.PUT, 1L),
                            entry(Operation.GET, 1L),
                            entry(Operation.STAT, 1L),
                            entry(Operation.DELETE, 1L));
        }
    }

    @Test
    void a_failure_of_the_store_reaches_the_caller_as_it_is() {
        var failing = new FaultyAdapter(new InMemoryAdapter(Clock.systemUTC()));
        try (var any = new ObjectStorageService(failing)) {
            any.putObject("a", "b", bytes("content"));
            failing.failNext(
                    Operation.GET,
                    Fault.throwing((id, key) -> new StorageException.AccessDenied(id, key, "no right", null)));
            assertThatExceptionOfType(StorageException.AccessDenied.class)
                    .isThrownBy(() -> any.getObject("a", "b"))
                    .withMessageContaining("a/b");

            failing.failNext(Operation.GET, Fault.cutBodyAfter(3));
            assertThatExceptionOfType(StorageException.StoreUnavailable.class)
                    .isThrownBy(() -> any.getObject("a", "b"));
        }
    }
}
