package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.UploadNotFound;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadedPart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a process that was killed leaves, and what becomes of it.
final class FsCrashTest {
    private static final int PART = 4096;
    private static final Duration DAY = Duration.ofHours(24);

    @TempDir
    Path root;

    private FsFixture open(Instant now) {
        var config = FsConfig.of(root).withFsync(false);
        return new FsFixture(new FsAdapter(config, Clock.fixed(now, ZoneOffset.UTC)));
    }

    /// What the killed process runs: a put whose source tells that it is in the middle, and never ends.
    static final class Victim {
        private Victim() {}

        @SuppressWarnings("MustBeClosedChecker") // it is killed
        public static void main(String[] arguments) {
            var store = new FsAdapter(FsConfig.of(Path.of(arguments[0])), Clock.systemUTC());
            store.put(
                    ObjectKey.of("folder/key"),
                    new ObjectSource() {
                        @Override
                        public OptionalLong length() {
                            return OptionalLong.empty();
                        }

                        @Override
                        public InputStream open() {
                            return new Endless();
                        }
                    },
                    PutOptions.DEFAULT);
        }

        private static final class Endless extends InputStream {
            private int count;

            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (++count == 3) {
                    System.out.println("in the middle");
                    System.out.flush();
                }
                return count < 3 ? length : System.in.read(bytes, offset, length);
            }
        }
    }

    @Test
    void a_put_that_was_killed_shows_nothing_and_is_swept_by_the_next_write() throws Exception {
        try (var store = open(Instant.now())) {
            store.put("folder/key", "old");
        }
        var process = Programs.java(Victim.class, List.of(), root).start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("in the middle");
            try (var store = open(Instant.now())) {
                store.put("folder/other", "1");
                assertThat(FsFixture.tree(root)).as("while the other lives").hasSize(4);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }

        try (var store = open(Instant.now())) {
            assertThat(store.keys()).containsExactly("folder/key", "folder/other");
            assertThat(store.get("folder/key")).isEqualTo("old");
            store.put("folder/other", "2");
        }
        assertThat(FsFixture.tree(root)).containsExactly("folder", "folder/key", "folder/other");
    }

    @Test
    void a_put_that_was_killed_on_another_machine_is_swept_a_day_later() throws Exception {
        Path left = root.resolve(TempNames.file(Instant.now(), "0123456789abcdef"));
        Files.writeString(left, "half");
        try (var store = open(Instant.now())) {
            store.put("key", "1");
        }
        assertThat(left).exists();
        try (var store = open(Instant.now().plus(DAY).plusSeconds(60))) {
            store.put("key", "2");
        }
        assertThat(FsFixture.tree(root)).containsExactly("key");
    }

    @Test
    void another_adapter_of_the_same_process_is_alive_until_it_is_closed() throws Exception {
        try (var presence = new Presence(root.resolve("presence"))) {
            String token = presence.token();

            assertThat(token).isNotEqualTo(Presence.UNKNOWN);
            try (var other = new Presence(root.resolve("presence"))) {
                assertThat(other.token()).isNotEqualTo(token);
                assertThat(other.isDead(token)).isFalse();
            }
            assertThat(root.resolve("presence").resolve(token)).exists();
        }
        assertThat(FsFixture.tree(root)).containsExactly("presence");
    }

    @Test
    void a_folder_for_presences_that_others_can_write_to_is_not_used() throws Exception {
        Path open = Files.createDirectory(root.resolve("presence"));
        Files.setPosixFilePermissions(open, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        try (var presence = new Presence(open)) {
            assertThat(presence.token()).isEqualTo(Presence.UNKNOWN);
        }
        assertThat(open).isEmptyDirectory();
    }

    @Test
    void a_write_that_is_going_on_is_not_swept_though_its_file_has_an_old_time() throws Exception {
        Path young = root.resolve(TempNames.file(Instant.now(), Presence.UNKNOWN));
        Files.writeString(young, "half");
        Files.setLastModifiedTime(young, FileTime.from(Instant.EPOCH));
        try (var store = open(Instant.now())) {
            store.put("key", "1");
        }
        assertThat(young).exists();
    }

    @Test
    void an_upload_is_gone_on_with_by_another_adapter_which_lists_only_whole_parts() throws Exception {
        var request = UploadRequest.start(ObjectKey.of("a/key"), PutOptions.DEFAULT, PART);
        UploadId id;
        try (var store = open(Instant.now());
                var upload = store.store().openUpload(request)) {
            id = upload.id();
            for (int number = 1; number <= 3; number++) {
                upload.putPart(number, ObjectSource.of(new byte[PART]));
            }
        }
        damage(file("data"), PART + 5);
        Files.writeString(file("parts"), "4 4096 00000", StandardOpenOption.APPEND);
        try (var store = open(Instant.now());
                var upload = store.store().openUpload(request.resuming(id))) {
            assertThat(upload.parts()).extracting(UploadedPart::number).containsExactly(1, 3);
            upload.putPart(2, ObjectSource.of(new byte[PART]));
            upload.putPart(4, ObjectSource.of(new byte[1]));

            assertThat(upload.complete(upload.parts(), Optional.empty()).size()).isEqualTo(3L * PART + 1);
        }
        assertThat(FsFixture.tree(root)).containsExactly("a", "a/key");
        assertThat(Files.readAllBytes(root.resolve("a/key"))).containsOnly(0);
    }

    private Path file(String name) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> path.endsWith(name)).findFirst().orElseThrow();
        }
    }

    private static void damage(Path file, long offset) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1}), offset);
        }
    }

    @Test
    void an_upload_outlives_a_day_and_is_given_up_after_a_week() {
        var request = UploadRequest.start(ObjectKey.of("key"), PutOptions.DEFAULT, PART);
        UploadId id;
        try (var store = open(Instant.now());
                var upload = store.store().openUpload(request)) {
            id = upload.id();
        }
        for (var age : List.of(Duration.ofDays(2), Duration.ofDays(8))) {
            try (var store = open(Instant.now().plus(age));
                    var other = store.store()
                            .openUpload(UploadRequest.start(ObjectKey.of("o"), PutOptions.DEFAULT, PART))) {
                other.abort();
                var resume = request.resuming(id);
                if (age.toDays() < 7) {
                    resume(store, resume);
                } else {
                    assertThatExceptionOfType(UploadNotFound.class).isThrownBy(() -> resume(store, resume));
                }
            }
        }
        assertThat(root).isEmptyDirectory();
    }

    private static void resume(FsFixture store, UploadRequest request) {
        try (var upload = store.store().openUpload(request)) {
            assertThat(upload.parts()).isEmpty();
        }
    }
}
