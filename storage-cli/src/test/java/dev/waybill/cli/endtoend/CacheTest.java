package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `waybill artifact get` by way of the cache, and what looks after the cache.
class CacheTest {
    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder)
                .withS3()
                .file("out/weights.bin", "weights 1")
                .file("out/cfg/net.yaml", "layers: 2");
        done("artifact", "save", "model/net", "out");
    }

    @AfterEach
    void close() {
        project.close();
    }

    private CommandRun.Result done(String... arguments) {
        var run = project.run(arguments);
        assertThat(run.status()).as(run.all()).isZero();
        return run;
    }

    /// How many contents were read at the server.
    private long fetched() {
        return project.server().requests().stream()
                .filter(request -> request.startsWith("GET ") && request.contains("/.dedup/"))
                .count();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void a_version_that_is_fetched_into_the_cache_is_not_fetched_again() throws IOException {
        var first = done("artifact", "get", "net");
        Path there = Path.of(first.lines().getLast());
        long fetched = fetched();

        assertThat(first.out()).contains("fetched 2 files (18 B) of model/net:v1");
        assertThat(there).startsWith(folder.resolve(".cache/waybill/downloads")).endsWith(Path.of("model/net/v1"));
        assertThat(there.resolve("weights.bin")).hasContent("weights 1");
        assertThat(permissions(there.resolve("cfg/net.yaml"))).isEqualTo("r--r--r--");
        assertThat(fetched).isEqualTo(2);

        assertThat(done("artifact", "get", "net").out()).contains("2 were there already");
        assertThat(done("artifact", "get", "net", "mine").out()).contains("18 B of it was on this machine");
        assertThat(fetched()).isEqualTo(fetched);
        assertThat(folder.resolve("mine/weights.bin")).hasContent("weights 1");
        assertThat(permissions(folder.resolve("mine/weights.bin"))).isEqualTo("rw-r--r--");

        done("artifact", "get", "net", "alone", "--no-cache");
        assertThat(fetched()).isEqualTo(fetched + 2);
        assertThat(done("artifact", "get", "net", "--output", "json").out())
                .contains("\"folder\":\"" + there + "\"", "\"present\":2");
    }

    @Test
    void without_the_network_files_come_from_the_cache_and_what_it_lacks_is_named() {
        done("artifact", "get", "net", "--file", "*.bin");
        done("remote", "sync");
        project.loseServer();

        var partly = project.run("artifact", "get", "net", "mine", "--offline");
        assertThat(partly.status()).as(partly.all()).isEqualTo(4);
        assertThat(partly.err()).contains("cfg/net.yaml of model/net:v1 is not on this machine");
        assertThat(partly.out()).contains("fetched 1 file (9 B) of model/net:v1", "1 failed");
        assertThat(project.tree("mine")).containsOnlyKeys("weights.bin");
        var cached = done("artifact", "get", "net", "--offline", "--file", "weights.bin");
        assertThat(Path.of(cached.lines().getLast()).resolve("weights.bin")).hasContent("weights 1");
        var none = project.run("artifact", "get", "net", "--offline", "--file", "*.yaml", "--link", "linked");
        assertThat(none.status()).as(none.all()).isEqualTo(4);
        assertThat(none.err()).contains("cfg/net.yaml of model/net:v1 is not on this machine");

        assertThat(project.run("artifact", "get", "net:v7", "--offline").status())
                .isEqualTo(3);
        assertThat(project.run("artifact", "get", "net", "mine", "--offline", "--no-cache")
                        .status())
                .isEqualTo(2);
        assertThat(project.run("artifact", "get", "net", "--offline", "--run", "a/b/20261127_130000_1b2c3d")
                        .err())
                .contains("--run writes into the repository");
    }

    @Test
    void files_are_links_to_the_cache_where_that_is_asked_for() throws IOException {
        done("artifact", "get", "net", "linked", "--link");
        long fetched = fetched();
        done("artifact", "get", "net", "again", "--link");

        assertThat(fetched()).isEqualTo(fetched);
        Path file = folder.resolve("linked/cfg/net.yaml");
        assertThat(Files.isSameFile(file, folder.resolve("again/cfg/net.yaml"))).isTrue();
        assertThat(permissions(file)).isEqualTo("r--r--r--");
        assertThat(done("remote", "clear-cache", "--all").out())
                .as("their room is that of the folder")
                .contains("removed 0 contents");
        assertThat(file).hasContent("layers: 2");
    }

    @Test
    void many_versions_are_fetched_at_once_and_one_that_fails_does_not_keep_the_others() {
        project.file("out/weights.bin", "weights 2");
        done("artifact", "save", "model/net", "out");
        done("artifact", "save", "dataset/faces", "out/cfg");
        project.file("all/net/v2/weights.bin", "somebody's own");

        var run = project.run("artifact", "get", "--to", "all", "net:v1", "missing", "net:v2", "faces");

        assertThat(run.status()).as(run.all()).isEqualTo(4);
        assertThat(run.err()).contains("missing", "weights.bin");
        assertThat(project.tree("all"))
                .containsEntry("net/v1/weights.bin", "weights 1")
                .containsEntry("net/v2/weights.bin", "somebody's own")
                .containsEntry("net/v2/cfg/net.yaml", "layers: 2")
                .containsEntry("faces/v1/net.yaml", "layers: 2");
        assertThat(project.run("artifact", "get", "net:v1", "one", "two").status())
                .isEqualTo(2);
    }

    @Test
    void what_is_pinned_stays_when_the_cache_is_cleared() {
        Path net = Path.of(done("artifact", "get", "net").lines().getLast());
        project.file("out/weights.bin", "weights 2");
        done("artifact", "save", "model/net", "out");
        Path second = Path.of(done("artifact", "get", "net").lines().getLast());
        assertThat(done("artifact", "pin", "net:v1").out()).contains("pinned model/net:v1");
        assertThat(done("artifact", "show", "net:v1").out()).contains("here      " + net, "pinned    yes");
        assertThat(done("artifact", "show", "net:v2", "--output", "json").out()).contains("\"pinned\":false");

        assertThat(done("remote", "clear-cache", "s3", "--dry-run").out())
                .contains("would remove 1 content (9 B) and 1 folder of versions; 27 B are there");
        assertThat(done("remote", "clear-cache", "s3").out()).contains("removed 1 content (9 B)", "18 B are left");
        assertThat(net.resolve("weights.bin")).hasContent("weights 1");
        assertThat(second).doesNotExist();
        assertThat(done("remote", "status").out()).contains("cache: 18 B of 10.0 GiB, 1 version, 1 pinned (18 B)");
        assertThat(done("remote", "status", "--output", "json").out()).contains("\"bytes\":18", "\"pins\":1");

        done("artifact", "unpin", "net:v1");
        assertThat(project.run("artifact", "unpin", "net:v1").status()).isEqualTo(3);
        assertThat(done("remote", "clear-cache", "--to", "1GiB").out()).contains("removed 0 contents");
        assertThat(done("remote", "clear-cache", "--all").out()).contains("removed 2 contents (18 B)");
        assertThat(net).doesNotExist();
        assertThat(project.run("remote", "clear-cache").status()).isEqualTo(2);
    }

    @Test
    void the_cache_lies_where_it_is_configured_to_and_is_no_larger() throws IOException {
        Files.writeString(
                folder.resolve("waybill.yaml"),
                Files.readString(folder.resolve("waybill.yaml")) + "cache: { folder: kept, size: 20 B }\n");
        Path net = Path.of(done("artifact", "get", "net").lines().getLast());
        assertThat(net).startsWith(folder.resolve("kept/downloads"));
        project.file("out/weights.bin", "weights 2");
        done("artifact", "save", "model/net", "out");

        done("artifact", "get", "net");

        assertThat(net).as("what was used longest ago goes by itself").doesNotExist();
        assertThat(done("remote", "status").out()).contains("cache: 18 B of 20 B");
    }

    @Test
    void a_disk_that_gets_full_under_the_cache_leaves_nothing_half_and_keeps_nobody_from_a_folder() throws IOException {
        project.file("out/weights.bin", "x".repeat(300 << 10));
        done("artifact", "save", "model/net", "out");
        Files.writeString(
                folder.resolve("waybill.yaml"),
                Files.readString(folder.resolve("waybill.yaml")) + "cache: { folder: small/kept }\n");
        try (var mount = Mount.ofBytes(Files.createDirectories(folder.resolve("small")), 1 << 20)) {
            Path ballast = mount.folder().resolve("ballast");
            var due = new AtomicBoolean(true);
            fillAtContents(ballast, due);
            var linked = project.run("artifact", "get", "net", "mine", "--link");
            assertThat(linked.status()).as(linked.all()).isZero();
            assertThat(linked.err()).containsOnlyOnce("files are fetched without the cache");
            assertThat(folder.resolve("mine/weights.bin")).hasSize(300 << 10);

            Files.delete(ballast);
            due.set(true);
            var cached = project.run("artifact", "get", "net");
            assertThat(cached.status()).as(cached.all()).isEqualTo(4);
            assertThat(cached.err()).contains("full").doesNotContain("a defect");
            // The small file of the version may have come before the disk was full.
            assertThat(project.tree("small/kept/content").entrySet())
                    .noneMatch(each -> each.getKey().matches("[0-9a-f]{2}/[0-9a-f]{64}")
                            && !each.getValue().equals("layers: 2"));
            assertThat(project.tree("small/kept/downloads").keySet()).noneMatch(name -> name.endsWith("weights.bin"));

            Files.delete(ballast);
            Path there = Path.of(done("artifact", "get", "net").lines().getLast());
            assertThat(there.resolve("weights.bin")).hasSize(300 << 10);
        }
    }

    /// Fills the disk that `ballast` is on when a content is asked for: nobody can have looked before.
    private void fillAtContents(Path ballast, AtomicBoolean due) {
        project.server().interceptNext(request -> {
            if (request.startsWith("GET ") && request.contains("/.dedup/") && due.getAndSet(false)) {
                fill(ballast);
            }
            return Optional.empty();
        });
    }

    private static void fill(Path ballast) {
        try (var file = Files.newOutputStream(ballast)) {
            while (true) {
                file.write(new byte[4 << 10]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space");
        }
    }

    @Test
    void a_cache_that_cannot_be_used_keeps_nobody_from_a_folder() throws IOException {
        Files.createDirectories(folder.resolve(".cache"));
        Files.writeString(folder.resolve(".cache/waybill"), "no folder");

        var linked = project.run("artifact", "get", "net", "mine", "--link");
        assertThat(linked.status()).as(linked.all()).isZero();
        assertThat(linked.err()).containsOnlyOnce("files are fetched without the cache");
        assertThat(folder.resolve("mine/weights.bin")).hasContent("weights 1");

        var cached = project.run("artifact", "get", "net");
        assertThat(cached.status()).as(cached.all()).isEqualTo(4);
        assertThat(cached.err()).contains("cannot be used").doesNotContain("a defect");
    }
}
