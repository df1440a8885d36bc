package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of downloads to a disk that is full, or gets full on the way: a file system of 4 MiB of its own.
class FullDiskTest {
    private static final long DISK = 4 << 20;
    private static final int LARGE = 1_500_000;

    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() throws IOException {
        project.close();
        project = new Project(folder)
                .withS3()
                .file("out/large.bin", "x".repeat(LARGE))
                .file("out/small.txt", "small");
        Files.createDirectories(folder.resolve("small"));
        done("artifact", "save", "model/net", "out");
    }

    @AfterEach
    void close() {
        project.close();
    }

    /// Runs with catalogs and cache on the small disk.
    private CommandRun.Result run(String... arguments) {
        return project.command()
                .with("XDG_CACHE_HOME", folder.resolve("small/cache").toString())
                .run(arguments);
    }

    private CommandRun.Result done(String... arguments) {
        var run = run(arguments);
        assertThat(run.status()).as(run.all()).isZero();
        return run;
    }

    private static void isFull(CommandRun.Result run) {
        assertThat(run.status()).as(run.all()).isEqualTo(4);
        assertThat(run.err())
                .containsAnyOf("full", "no room")
                .contains("make room")
                .doesNotContain("a defect");
    }

    private long contents() {
        return project.server().requests().stream()
                .filter(request -> request.startsWith("GET ") && request.contains("/.dedup/"))
                .count();
    }

    /// Takes all of the disk but so much.
    private Path filledTo(long left) throws IOException {
        Path ballast = folder.resolve("small/ballast");
        long room = Files.getFileStore(folder.resolve("small")).getUsableSpace();
        Files.write(ballast, new byte[Math.toIntExact(Math.max(0, room - left))]);
        return ballast;
    }

    /// Fills the disk when something is asked for of which this is a part: nobody can have looked before.
    private Path filledAtFirst(String part) {
        Path ballast = folder.resolve("small/ballast");
        var due = new AtomicBoolean(true);
        project.server().interceptNext(request -> {
            if (request.startsWith("GET ") && request.contains(part) && due.getAndSet(false)) {
                fill(ballast);
            }
            return Optional.empty();
        });
        return ballast;
    }

    private static void fill(Path ballast) {
        try (var file = Files.newOutputStream(ballast)) {
            while (true) {
                file.write(new byte[4 << 10]);
            }
        } catch (IOException full) {
            // As was meant.
        }
    }

    private Stream<String> files(String below) {
        return project.tree(below).keySet().stream();
    }

    @Test
    void a_download_that_the_cache_has_no_room_for_is_refused_before_a_byte_moves() throws IOException {
        try (var mount = Mount.ofBytes(folder.resolve("small"), DISK)) {
            done("remote", "sync");
            Path ballast = filledTo(1 << 20);

            isFull(run("artifact", "get", "net"));

            assertThat(contents()).isZero();
            assertThat(files("small")).noneMatch(name -> name.endsWith("large.bin"));
            Files.delete(ballast);
            Path there = Path.of(done("artifact", "get", "net").lines().getLast());
            assertThat(there).startsWith(mount.folder());
            assertThat(there.resolve("large.bin")).hasSize(LARGE);
        }
    }

    @Test
    void a_download_under_which_the_cache_runs_full_ends_as_such_and_goes_on_when_there_is_room() throws IOException {
        try (var mount = Mount.ofBytes(folder.resolve("small"), DISK)) {
            done("remote", "sync");
            Path ballast = filledAtFirst("/.dedup/");

            isFull(run("artifact", "get", "net"));

            assertThat(Files.getFileStore(mount.folder()).getUsableSpace()).isLessThan(LARGE);
            assertThat(files("small/cache")).noneMatch(name -> name.endsWith("large.bin"));
            assertThat(files("small/cache"))
                    .noneMatch(name -> name.matches(".*/content/../[0-9a-f]{64}") && isHalf(name));
            assertThat(done("artifact", "ls", "--offline").out()).contains("net");

            // What the download gave back may be enough for a sync.
            Path rest = folder.resolve("small/rest");
            fill(rest);
            isFull(run("remote", "sync", "--full"));
            Files.delete(rest);
            Files.delete(ballast);
            Path there = Path.of(done("artifact", "get", "net").lines().getLast());
            assertThat(there.resolve("large.bin")).hasSize(LARGE);
            assertThat(done("remote", "sync").err()).isEmpty();
        }
    }

    private boolean isHalf(String name) {
        try {
            long size = Files.size(folder.resolve("small/cache").resolve(name));
            return size != LARGE && size != "small".length();
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void a_folder_that_is_full_is_refused_before_a_byte_moves_and_one_that_gets_full_keeps_nothing_half()
            throws IOException {
        try (var mount = Mount.ofBytes(folder.resolve("small"), DISK)) {
            String mine = mount.folder().resolve("mine").toString();
            Path ballast = filledTo(1 << 20);
            isFull(project.run("artifact", "get", "net", mine));
            assertThat(contents()).isZero();

            Files.delete(ballast);
            ballast = filledAtFirst("/.dedup/");
            isFull(project.run("artifact", "get", "net", mine));
            assertThat(mount.folder().resolve("mine/large.bin")).doesNotExist();

            Files.delete(ballast);
            var again = project.run("artifact", "get", "net", mine);
            assertThat(again.status()).as(again.all()).isZero();
            assertThat(files("small/mine")).containsExactlyInAnyOrder("large.bin", "small.txt");
            assertThat(mount.folder().resolve("mine/large.bin")).hasSize(LARGE);
        }
    }

    @Test
    void a_pull_into_a_folder_that_is_or_gets_full_keeps_what_was_there_and_goes_on_when_there_is_room()
            throws IOException {
        project.run("cp", "out/large.bin", "s3:large.bin");
        project.run("cp", "out/small.txt", "s3:other/small.txt");
        try (var mount = Mount.ofBytes(folder.resolve("small"), DISK)) {
            String copy = mount.folder().resolve("copy").toString();
            Files.createDirectories(mount.folder().resolve("copy"));
            Files.writeString(mount.folder().resolve("copy/large.bin"), "old");
            String[] pull = {"pull", "--storage", copy, "--exclude", "artifacts/", "--overwrite"};
            Path ballast = filledTo(1 << 20);
            isFull(project.run(pull));
            assertThat(mount.folder().resolve("copy/large.bin")).hasContent("old");

            Files.delete(ballast);
            ballast = filledAtFirst("large.bin");
            isFull(project.run(pull));
            assertThat(mount.folder().resolve("copy/large.bin")).hasContent("old");

            Files.delete(ballast);
            var again = project.run(pull);
            assertThat(again.status()).as(again.all()).isZero();
            assertThat(mount.folder().resolve("copy/large.bin")).hasSize(LARGE);
            assertThat(files("small/copy")).contains("large.bin", "other/small.txt");
            assertThat(files("small/copy")).noneMatch(name -> name.contains(".part") || name.contains(".tmp"));
        }
    }
}
