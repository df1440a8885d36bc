package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadedPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An upload that several processes write to at once.
final class FsUploadProcessesTest {
    /// More than is read of a source at once, so that one can be stopped in the middle with some of it written.
    private static final int PART = 600_000;

    private static final Duration LONG_ENOUGH = Duration.ofMillis(700);

    @TempDir
    Path root;

    /// What the other process runs: it resumes the upload named on its standard input, and writes a part of
    /// twos, of which the second half comes when it is told so.
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            var words = new String(readLine(), StandardCharsets.US_ASCII).split(" ", 2);
            var request = request().resuming(new UploadId(words[0]));
            try (var store = FsFixture.of(FsConfig.of(Path.of(arguments[0])).withFsync(false));
                    var upload = store.store().openUpload(request)) {
                upload.putPart(Integer.parseInt(words[1]), new Halting());
                System.out.println("written");
            } catch (StorageException e) {
                System.out.println(e.getClass().getSimpleName());
            }
        }

        private static byte[] readLine() throws IOException {
            var line = new ByteArrayOutputStream();
            for (int c = System.in.read(); c != '\n'; c = System.in.read()) {
                line.write(c);
            }
            return line.toByteArray();
        }
    }

    private static final class Halting implements ObjectSource {
        @Override
        public OptionalLong length() {
            return OptionalLong.of(PART);
        }

        @Override
        public InputStream open() {
            return new InputStream() {
                private int given;

                @Override
                public int read() {
                    throw new UnsupportedOperationException("in bulk only");
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    if (given > 0 && given < PART && given + length >= PART) {
                        System.out.println("in the middle");
                        System.in.read();
                    }
                    int count = Math.min(length, PART - given);
                    Arrays.fill(bytes, offset, offset + count, (byte) 2);
                    given += count;
                    return count == 0 ? -1 : count;
                }
            };
        }
    }

    private static UploadRequest request() {
        return UploadRequest.start(ObjectKey.of("a/key"), PutOptions.DEFAULT, PART);
    }

    /// Completes an upload of parts 1 and 2 while the other process is in the middle of part `number`.
    ///
    /// @return how it ended, and in the other process
    private List<String> completeBeside(int number) throws Exception {
        var process = Programs.java(Writer.class, List.of(), root).start();
        try (var store = FsFixture.of(FsConfig.of(root).withFsync(false));
                var upload = store.store().openUpload(request())) {
            var parts = List.of(
                    upload.putPart(1, ObjectSource.of(new byte[PART])),
                    upload.putPart(2, ObjectSource.of(new byte[PART])));
            tell(process, upload.id() + " " + number + "\n");
            assertThat(process.inputReader().readLine()).isEqualTo("in the middle");

            var completion = new FutureTask<>(() -> upload.complete(parts, Optional.empty()));
            var thread = Thread.ofPlatform().daemon().start(completion);
            boolean waited = !thread.join(LONG_ENOUGH);
            tell(process, "\n");
            var other = process.inputReader().readLine();
            assertThat(process.waitFor()).isZero();
            return List.of(waited ? "waited" : "at once", other, ending(completion));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String ending(FutureTask<ObjectMetadata> completion) throws Exception {
        try {
            return completion.get(20, TimeUnit.SECONDS).size() + " bytes";
        } catch (ExecutionException failed) {
            return completion.exceptionNow().getClass().getSimpleName();
        }
    }

    private static void tell(Process process, String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
    }

    @Test
    void completing_waits_for_a_part_that_another_process_is_writing() throws Exception {
        assertThat(completeBeside(3)).containsExactly("waited", "written", 2 * PART + " bytes");
        assertThat(Files.readAllBytes(root.resolve("a/key"))).isEqualTo(new byte[2 * PART]);
        assertThat(FsFixture.tree(root)).containsExactly("a", "a/key");
    }

    @Test
    void a_part_that_another_process_has_written_over_is_not_completed_as_the_one_before() throws Exception {
        assertThat(completeBeside(2)).containsExactly("waited", "written", "UploadPartsRejected");
        assertThat(root.resolve("a/key")).doesNotExist();
        try (var store = FsFixture.of(FsConfig.of(root).withFsync(false));
                var upload = store.store().openUpload(request().resuming(onlyUpload(store)))) {
            assertThat(upload.parts()).extracting(UploadedPart::number).containsExactly(1, 2);
            upload.complete(upload.parts(), Optional.empty());
        }
        assertThat(Files.readAllBytes(root.resolve("a/key")))
                .hasSize(2 * PART)
                .startsWith(0)
                .endsWith(2);
    }

    private static UploadId onlyUpload(FsFixture store) {
        try (var uploads = store.store().listUploads(KeyPrefix.ALL)) {
            return uploads.findFirst().orElseThrow().id();
        }
    }
}
