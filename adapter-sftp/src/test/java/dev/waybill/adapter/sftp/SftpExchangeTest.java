package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.KeyRejected;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.UploadRequest;
import dev.waybill.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is at a key survives whatever a server without `posix-rename@openssh.com` refuses when it is to be replaced.
final class SftpExchangeTest {
    private static final ObjectKey KEY = ObjectKey.of("a/key");
    private static final String OLD = SftpKeys.RESERVED + "old-";

    @TempDir
    private Path folder;

    private Path root = Path.of("");
    private Optional<MinaServer> server = Optional.empty();
    private final ManualClock clock = new ManualClock(Instant.parse("2030-01-01T00:00:00Z"));

    @BeforeEach
    void start_a_server() throws IOException {
        server = Optional.of(MinaServer.start(folder));
        root = Files.createDirectory(folder.resolve("root"));
        Files.createDirectory(root.resolve("a"));
        Files.writeString(file(), "old");
    }

    @AfterEach
    void stop_it() {
        server.ifPresent(MinaServer::close);
    }

    private Path file() {
        return root.resolve("a/key");
    }

    private MinaServer mina() {
        return server.orElseThrow();
    }

    @MustBeClosed
    private IObjectStorageAdapter open() {
        return mina().open(mina().port(), root, Map.of(), clock);
    }

    private static ObjectSource bytes(String text) {
        return ObjectSource.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(IObjectStorageAdapter store, ObjectKey key) {
        store.put(key, bytes("new"), PutOptions.DEFAULT);
    }

    /// The names beside the key, those that no listing shows too.
    private List<String> names() throws IOException {
        try (var files = Files.list(root.resolve("a"))) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static boolean isAside(String path) {
        return path.contains(OLD);
    }

    /// A server that lets the old file go aside, and the new one not have its name.
    private void refuseTheNewFile() {
        BareSubsystem.refusing(mina(), (from, to) -> to.endsWith("/a/key") && !isAside(from));
    }

    @Test
    void a_put_that_replaces_leaves_nothing_beside_the_new_bytes() throws IOException {
        BareSubsystem.of(mina());
        try (var store = open()) {
            put(store, KEY);
        }
        assertThat(file()).hasContent("new");
        assertThat(names()).containsExactly("key");
    }

    @Test
    void the_old_bytes_are_there_again_where_the_new_ones_do_not_get_the_name() throws IOException {
        refuseTheNewFile();
        try (var store = open()) {
            assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> put(store, KEY));
        }
        assertThat(file()).hasContent("old");
        assertThat(names()).containsExactly("key");
    }

    @Test
    void an_upload_that_does_not_get_its_name_leaves_the_old_bytes_and_can_be_completed_later() throws IOException {
        refuseTheNewFile();
        var request = UploadRequest.start(KEY, PutOptions.DEFAULT, SftpUploads.LIMITS.minPartBytes());
        try (var store = open();
                var upload = store.openUpload(request)) {
            var part = upload.putPart(1, bytes("new"));
            assertThatExceptionOfType(AccessDenied.class)
                    .isThrownBy(() -> upload.complete(List.of(part), Optional.empty()));
            assertThat(file()).hasContent("old");
            assertThat(names()).containsExactly("key");

            BareSubsystem.of(mina());
            try (var later = open();
                    var resumed = later.openUpload(request.resuming(upload.id()))) {
                resumed.complete(List.of(part), Optional.empty());
            }
        }
        assertThat(file()).hasContent("new");
        assertThat(names()).containsExactly("key");
    }

    @Test
    void where_the_old_file_may_not_be_moved_it_stays() throws IOException {
        BareSubsystem.refusing(mina(), (from, to) -> isAside(to));
        try (var store = open()) {
            assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> put(store, KEY));
        }
        assertThat(file()).hasContent("old");
        assertThat(names()).containsExactly("key");
    }

    @Test
    void where_the_old_bytes_cannot_be_put_back_the_error_says_where_they_lie() throws IOException {
        BareSubsystem.refusing(mina(), (from, to) -> to.endsWith("/a/key"));
        try (var store = open()) {
            assertThatExceptionOfType(StoreFailure.class)
                    .isThrownBy(() -> put(store, KEY))
                    .satisfies(e -> {
                        String name = names().getFirst();
                        assertThat(name).startsWith(OLD);
                        assertThat(e).hasMessageContaining("lies at " + root.resolve("a/" + name) + " now");
                    });
            assertThat(names()).hasSize(1);
            assertThat(root.resolve("a/" + names().getFirst())).hasContent("old");
            try (var listing = store.list(ListOptions.of(KeyPrefix.ALL))) {
                assertThat(listing.map(ObjectMetadata::key)).isEmpty();
            }
        }
    }

    @Test
    void where_the_connection_ends_in_between_the_error_says_where_the_old_bytes_lie() throws IOException {
        BareSubsystem.of(mina(), (from, to) -> {
            if (to.endsWith("/a/key")) {
                mina().server().getActiveSessions().forEach(session -> session.close(true));
                throw new IOException("the session is closed");
            }
        });
        try (var store = open()) {
            assertThatExceptionOfType(StoreUnavailable.class)
                    .isThrownBy(() -> put(store, KEY))
                    .withMessageContaining("what was there lies at " + root.resolve("a/" + OLD))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN));
        }
        String aside = names().stream()
                .filter(name -> name.startsWith(OLD))
                .findFirst()
                .orElseThrow();
        assertThat(root.resolve("a/" + aside)).hasContent("old");
    }

    @ParameterizedTest
    @ValueSource(ints = {23, 25})
    void what_lies_aside_is_tidied_after_its_day_and_no_sooner(int hours) throws IOException {
        var aside = root.resolve("a/" + TempNames.aside(clock.instant()));
        Files.writeString(aside, "old");
        clock.advance(Duration.ofHours(hours));
        BareSubsystem.of(mina());
        try (var store = open()) {
            put(store, KEY);
        }
        assertThat(Files.exists(aside)).isEqualTo(hours < 24);
    }

    @Test
    void a_file_that_another_puts_there_meanwhile_is_replaced_too() throws IOException {
        var once = new AtomicBoolean(true);
        BareSubsystem.of(mina(), (from, to) -> {
            if (to.endsWith("/a/key") && once.getAndSet(false)) {
                Files.writeString(file(), "another's");
            }
        });
        try (var store = open()) {
            put(store, KEY);
        }
        assertThat(file()).hasContent("new");
        assertThat(names()).containsExactly("key");
    }

    @Test
    void a_folder_that_another_makes_there_meanwhile_stays_with_what_is_in_it() throws IOException {
        var once = new AtomicBoolean(true);
        BareSubsystem.of(mina(), (from, to) -> {
            if (isAside(to) && once.getAndSet(false)) {
                Files.delete(file());
                Files.createDirectory(file());
                Files.writeString(file().resolve("below"), "another's");
            }
        });
        try (var store = open()) {
            assertThatExceptionOfType(KeyRejected.class).isThrownBy(() -> put(store, KEY));
        }
        assertThat(file().resolve("below")).hasContent("another's");
        assertThat(names()).containsExactly("key");
    }

    @Test
    void an_interrupt_in_the_middle_leaves_the_key_with_the_new_bytes() throws IOException {
        var caller = Thread.currentThread();
        BareSubsystem.of(mina(), (from, to) -> {
            if (isAside(to)) {
                caller.interrupt();
            }
        });
        try (var store = open()) {
            put(store, KEY);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(file()).hasContent("new");
        assertThat(names()).containsExactly("key");
    }
}
