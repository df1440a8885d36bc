package dev.waybill.domain.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.RemoteExecutor;
import dev.waybill.port.RemoteProgram;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Objects that are hashed where they lie, by the program itself on this machine.
class RemoteChecksumsTest {
    @TempDir
    private Path root;

    private final List<String> warnings = new ArrayList<>();

    private RemoteChecksums checksums() {
        return new RemoteChecksums(new LocalExecutor(root), warnings::add);
    }

    private ObjectMetadata listed(String key) throws IOException {
        var facts = Files.readAttributes(root.resolve(key), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return metadata(key, facts.size(), facts.lastModifiedTime().toInstant());
    }

    private static ObjectMetadata metadata(String key, long size, java.time.Instant modified) {
        return new ObjectMetadata(
                ObjectKey.of(key),
                size,
                modified,
                Optional.empty(),
                Optional.of(modified),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private void write(String key, byte[] bytes) throws IOException {
        Path file = root.resolve(key);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"SHA256", "SHA1", "MD5", "CRC32"})
    void the_checksum_is_that_of_the_content(ChecksumAlgorithm algorithm) throws IOException {
        byte[] bytes = new byte[3_000_000];
        bytes[7] = 1;
        write("a/b.bin", bytes);
        assertThat(checksums().of(listed("a/b.bin"), algorithm)).contains(ContentHasher.hash(algorithm, bytes));
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$(touch pwned)",
                "`touch pwned`",
                "a;touch pwned",
                "'quoted'",
                "\"quoted\"",
                "a b",
                "-rf",
                "é\uD83D\uDE00",
                "a\\nb",
                "*",
                "~",
                "&& touch pwned"
            })
    void a_name_that_means_something_to_a_shell_is_a_name(String name) throws IOException {
        write("x/" + name, new byte[] {1, 2});
        assertThat(checksums().of(listed("x/" + name), ChecksumAlgorithm.SHA256))
                .contains(ContentHasher.hash(ChecksumAlgorithm.SHA256, new byte[] {1, 2}));
        try (var files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void what_is_no_longer_the_version_listed_has_no_checksum() throws IOException {
        write("a", new byte[5]);
        var listed = listed("a");
        write("a", new byte[6]);
        assertThat(checksums().of(listed, ChecksumAlgorithm.SHA256)).isEmpty();
    }

    @Test
    void a_link_is_not_followed(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("secret"), "secret");
        Files.createSymbolicLink(root.resolve("link"), elsewhere.resolve("secret"));
        Files.createSymbolicLink(root.resolve("folder"), elsewhere);
        var modified = Files.getLastModifiedTime(elsewhere.resolve("secret")).toInstant();
        assertThat(checksums().of(metadata("link", 6, modified), ChecksumAlgorithm.SHA256))
                .isEmpty();
        assertThat(checksums().of(metadata("folder/secret", 6, modified), ChecksumAlgorithm.SHA256))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "a/../../secret", "a//b", "a\\u0000b", ".waybill-tmp-x", ""})
    void what_is_no_key_is_refused_by_the_program_itself(String key) throws IOException {
        Files.writeString(root.resolveSibling("secret"), "secret");
        String output = new LocalExecutor(root)
                .run(Programs.checksums(1, 1), "{\"algorithm\":\"SHA256\",\"keys\":[\"" + key + "\"]}");
        assertThat(output).isEqualTo("-\n");
        Files.delete(root.resolveSibling("secret"));
    }

    @Test
    void many_who_ask_at_once_share_programs() throws Exception {
        for (int i = 0; i < 40; i++) {
            write("d/" + i, new byte[] {(byte) i});
        }
        var executor = new LocalExecutor(root);
        var checksums = new RemoteChecksums(executor, warnings::add);
        var asking = new ArrayList<FutureTask<Boolean>>();
        for (int i = 0; i < 40; i++) {
            int number = i;
            var task = new FutureTask<>(() -> checksums
                    .of(listed("d/" + number), ChecksumAlgorithm.SHA256)
                    .equals(Optional.of(ContentHasher.hash(ChecksumAlgorithm.SHA256, new byte[] {(byte) number}))));
            asking.add(task);
            Thread.ofVirtual().start(task);
        }
        for (var task : asking) {
            assertThat(task.get()).isTrue();
        }
        assertThat(executor.programs).hasSizeLessThan(20);
    }

    @Test
    void a_machine_that_runs_no_programs_is_told_of_once_and_asked_no_more() throws IOException {
        write("a", new byte[5]);
        var asked = new ArrayList<String>();
        var refusing = new RemoteExecutor() {
            @Override
            public StoreId store() {
                return new StoreId("test", "machine");
            }

            @Override
            public String run(RemoteProgram program, String arguments) {
                asked.add(arguments);
                throw new StorageException.NotSupported(store(), Optional.empty(), "programs");
            }

            @Override
            public void close() {
                // nothing to close
            }
        };
        var checksums = new RemoteChecksums(refusing, warnings::add);
        assertThat(checksums.of(listed("a"), ChecksumAlgorithm.SHA256)).isEmpty();
        assertThat(checksums.of(listed("a"), ChecksumAlgorithm.SHA256)).isEmpty();
        assertThat(asked).hasSize(1);
        assertThat(warnings).singleElement().asString().contains("cannot be hashed there");
    }
}
