package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.DeleteOptions;
import dev.waybill.port.Deletion;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.Cancelled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The locks of processes that are killed, interrupted, or remove what others have open.
@Timeout(120)
final class FsLockProcessesTest {
    private static final int ROUNDS = 20;
    private static final long A_WHILE = 500;
    private static final PutOptions ABSENT = PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT);

    @TempDir
    Path root;

    /// A disk on which renaming to the name `halts` goes on only after `halt` returns.
    private static final class Halting extends ForwardingFolder {
        private final String halts;
        private final Runnable halt;

        Halting(Folder inner, String halts, Runnable halt) {
            super(inner);
            this.halts = halts;
            this.halt = halt;
        }

        @Override
        ForwardingFolder around(Folder folder, Path name) {
            return new Halting(folder, halts, halt);
        }

        @Override
        public void move(Path name, Folder to, Path newName) throws IOException {
            if (newName.toString().equals(halts)) {
                halt.run();
            }
            super.move(name, to, newName);
        }
    }

    private static FsFixture halting(Path root, String halts, Runnable halt) {
        var config = FsConfig.of(root).withFsync(false);
        var safe = new SafeRoot(config, true, folder -> new Halting(folder, halts, halt));
        return new FsFixture(new FsAdapter(config, safe, Clock.systemUTC()));
    }

    /// What a process runs that puts `a/<name>` if it is absent, and holds the lock until it is told to go on.
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) {
            String name = System.getProperty("name");
            try (var store = halting(Path.of(arguments[0]), name, Holder::waitForParent)) {
                store.put("a/" + name, "other", ABSENT);
            } catch (StorageException e) {
                System.out.println(e.getClass().getSimpleName());
            }
        }

        private static void waitForParent() {
            System.out.println("holding");
            try {
                System.in.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Process holder(String name) throws IOException {
        return Programs.java(Holder.class, List.of("-Dname=" + name), root).start();
    }

    private static void goOn(Process process) throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    @Test
    void a_lock_of_a_killed_process_is_free_at_once_and_its_file_goes_with_the_next_user() throws Exception {
        var holder = holder("key");
        try (var store = FsFixture.of(FsConfig.of(root).withFsync(false))) {
            assertThat(holder.inputReader().readLine()).isEqualTo("holding");
            var put = new FutureTask<>(() -> store.put("a/key", "1", ABSENT));
            var thread = Thread.ofPlatform().daemon().start(put);
            assertThat(thread.join(Duration.ofMillis(A_WHILE)))
                    .as("done while the other holds the lock")
                    .isFalse();

            holder.destroyForcibly().waitFor();

            assertThat(put.get(20, TimeUnit.SECONDS).size()).isOne();
        } finally {
            holder.destroyForcibly();
        }
        try (var store = FsFixture.of(FsConfig.of(root).withFsync(false))) {
            store.put("a/other", "1");
        }
        assertThat(FsFixture.tree(root)).containsExactly("a", "a/key", "a/other");
    }

    @Test
    void an_interrupted_thread_gives_up_waiting_and_drops_no_lock_of_another() throws Exception {
        var go = new CountDownLatch(1);
        var holding = new CountDownLatch(1);
        var stranger = holder("strangers");
        Process second = null;
        try (var store = halting(root, "ours", () -> {
                    holding.countDown();
                    await(go);
                });
                var pool = Executors.newCachedThreadPool()) {
            assertThat(stranger.inputReader().readLine()).isEqualTo("holding");
            var ours = pool.submit(() -> store.put("a/ours", "1", ABSENT));
            holding.await();
            var waiting = new FutureTask<>(() -> store.put("a/strangers", "1", ABSENT));
            var thread = Thread.ofPlatform().daemon().start(waiting);
            assertThat(thread.join(Duration.ofMillis(A_WHILE))).isFalse();

            thread.interrupt();

            thread.join();
            assertThatExceptionOfType(Cancelled.class).isThrownBy(() -> {
                throw waiting.exceptionNow();
            });
            second = holder("ours");
            assertThat(second.waitFor(2, TimeUnit.SECONDS))
                    .as("it got our lock")
                    .isFalse();
            assertThat(second.inputReader().ready()).isFalse();
            go.countDown();
            assertThat(ours.get(20, TimeUnit.SECONDS).size()).isOne();
            assertThat(second.inputReader().readLine()).isEqualTo("PreconditionFailed");
            goOn(stranger);
            assertThat(stranger.waitFor()).isZero();
        } finally {
            stranger.destroyForcibly();
            if (second != null) {
                second.destroyForcibly();
            }
        }
        assertThat(FsFixture.tree(root)).containsExactly("a", "a/ours", "a/strangers");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What a process runs that deletes all it finds, under the condition that it is what it found, one round after
    /// the other.
    static final class Deleter {
        private Deleter() {}

        public static void main(String[] arguments) throws Exception {
            boolean many = Boolean.getBoolean("many");
            try (var store = FsFixture.of(FsConfig.of(Path.of(arguments[0])).withFsync(false))) {
                for (int round = 0; round < ROUNDS; round++) {
                    System.in.read();
                    var found = found(store);
                    System.out.println("ready");
                    System.in.read();
                    if (many) {
                        store.store()
                                .deleteAll(found.stream().map(Deleter::deletion).toList());
                    } else {
                        if (round % 2 == 1) {
                            Collections.reverse(found);
                        }
                        deleteEach(store, found);
                    }
                    System.out.println("done");
                }
            }
        }

        private static List<ObjectMetadata> found(FsFixture store) {
            try (var objects = store.store().list(ListOptions.of(KeyPrefix.ALL))) {
                return new ArrayList<>(objects.toList());
            }
        }

        private static Deletion deletion(ObjectMetadata object) {
            return new Deletion(object.key(), new DeleteOptions(object.etag()));
        }

        private static void deleteEach(FsFixture store, List<ObjectMetadata> objects) throws Exception {
            try (var pool = Executors.newFixedThreadPool(4)) {
                var all = objects.stream()
                        .map(object ->
                                pool.submit(() -> store.store().delete(object.key(), new DeleteOptions(object.etag()))))
                        .toList();
                for (var each : all) {
                    each.get();
                }
            }
        }
    }

    @Test
    void two_processes_that_delete_a_tree_under_conditions_leave_no_folder_and_no_lock() throws Exception {
        var processes = List.of(
                Programs.java(Deleter.class, List.of("-Dmany=true"), root).start(),
                Programs.java(Deleter.class, List.of("-Dmany=false"), root).start());
        try {
            for (int round = 0; round < ROUNDS; round++) {
                fill();
                tellAll(processes, "ready");
                tellAll(processes, "done");
                assertThat(FsFixture.tree(root)).isEmpty();
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    /// Lets all go on, and waits until each says `answer`.
    private static void tellAll(List<Process> processes, String answer) throws IOException {
        for (var process : processes) {
            goOn(process);
        }
        for (var process : processes) {
            assertThat(process.inputReader().readLine()).isEqualTo(answer);
        }
    }

    private void fill() throws IOException {
        for (String folder : List.of("a", "a/b", "a/b/c", "d", "d/e/f")) {
            Files.createDirectories(root.resolve(folder));
            for (int i : IntStream.range(0, 20).toArray()) {
                Files.writeString(root.resolve(folder).resolve("x" + i), "x");
            }
        }
        Files.writeString(root.resolve("top"), "x");
    }
}
