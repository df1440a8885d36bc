package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadedPart;
import dev.waybill.testkit.MapSettings;
import dev.waybill.testkit.TestSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An upload that is gone on with by another process than the one that began it.
final class SftpUploadProcessesTest {
    private static final int PART = 300_000;

    private static byte[] part(int number) {
        return TestSources.bytes(PART, number);
    }

    private static UploadRequest request() {
        return UploadRequest.start(ObjectKey.of("a/key"), PutOptions.DEFAULT, PART);
    }

    /// What the other process runs: it uploads two parts, tells the upload's id, and is killed in the third.
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            var settings = Map.of(
                    "host",
                    "127.0.0.1",
                    "port",
                    arguments[0],
                    "user",
                    System.getProperty("user.name"),
                    "root",
                    arguments[1],
                    "auth",
                    "key",
                    "identityFile",
                    arguments[2],
                    "sshConfig",
                    "none",
                    "knownHosts",
                    arguments[3]);
            var config = SftpConfig.read(new MapSettings(settings));
            try (var store = SftpAdapter.open(config, java.time.Clock.systemUTC());
                    var upload = store.openUpload(request())) {
                upload.putPart(1, ObjectSource.of(part(1)));
                upload.putPart(2, ObjectSource.of(part(2)));
                upload.putPart(3, TestSources.acting(PART / 2, part(3), () -> {
                    System.out.println(upload.id());
                    try {
                        System.in.read();
                    } catch (IOException killed) {
                        throw new IllegalStateException(killed);
                    }
                }));
            }
        }
    }

    @Test
    void an_upload_whose_process_was_killed_is_resumed_with_the_parts_that_are_there(@TempDir Path folder)
            throws Exception {
        OpenSshServer.assumeInstalled();
        Path root = Files.createDirectory(folder.resolve("root"));
        try (var server = OpenSshServer.start(Files.createDirectory(folder.resolve("server")))) {
            var settings = server.settings(server.port(), root);
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Writer.class.getName()));
            command.addAll(List.of(
                    settings.get("port"), root.toString(), settings.get("identityFile"), settings.get("knownHosts")));
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String id = process.inputReader().readLine();
            process.destroyForcibly().waitFor();

            try (var store = server.open(root, Map.of())) {
                try (var unfinished = store.listUploads(KeyPrefix.ALL)) {
                    assertThat(unfinished.map(UnfinishedUpload::id)).containsExactly(new UploadId(id));
                }
                try (var upload = store.openUpload(request().resuming(new UploadId(id)))) {
                    var parts = new ArrayList<>(upload.parts());
                    assertThat(parts).extracting(UploadedPart::number).containsExactly(1, 2);
                    parts.add(upload.putPart(3, ObjectSource.of(part(3))));
                    upload.complete(parts, Optional.empty());
                }
            }
        }
        byte[] whole = Files.readAllBytes(root.resolve("a/key"));
        assertThat(whole).hasSize(3 * PART).startsWith(part(1)).endsWith(part(3));
        try (var files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(root.resolve("a/key"));
        }
    }
}
