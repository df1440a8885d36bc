package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class FolderSyncTest {
    private static final int CALLS = 8;

    @TempDir
    private Path path;

    /// A folder on a disk that takes as long as the test says.
    private static final class SlowDisk extends ForwardingFolder {
        final AtomicInteger begun = new AtomicInteger();
        private final LinkedBlockingQueue<List<IOException>> ends = new LinkedBlockingQueue<>();

        SlowDisk(Folder inner) {
            super(inner);
        }

        @Override
        SlowDisk around(Folder folder, Path name) {
            return new SlowDisk(folder);
        }

        @Override
        public void sync() throws IOException {
            begun.incrementAndGet();
            for (var failure : end()) {
                throw failure;
            }
        }

        private List<IOException> end() {
            try {
                return ends.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void succeed() {
            ends.add(List.of());
        }

        void fail(IOException failure) {
            ends.add(List.of(failure));
        }

        void awaitBegun(int number) {
            while (begun.get() < number) {
                Thread.onSpinWait();
            }
        }
    }

    /// What a test has: the disk, and calls in threads of their own.
    private interface Scene {
        void play(SlowDisk disk, FolderSync sync, Calls calls) throws Exception;
    }

    private record Calls(java.util.concurrent.ExecutorService executor, FolderSync sync, List<Thread> threads) {
        Future<?> begin() {
            return executor.submit(() -> {
                synchronized (threads) {
                    threads.add(Thread.currentThread());
                }
                sync.run();
                return null;
            });
        }

        /// So many, once all of them wait.
        List<Future<?>> beginWaiting(int number) {
            var begun = new ArrayList<Future<?>>();
            for (int i = 0; i < number; i++) {
                begun.add(begin());
            }
            while (waiting() < number) {
                LockSupport.parkNanos(100_000);
            }
            return begun;
        }

        private long waiting() {
            synchronized (threads) {
                return threads.stream()
                        .filter(thread -> thread.getState() == Thread.State.WAITING)
                        .filter(thread -> List.of(thread.getStackTrace()).stream()
                                .anyMatch(frame -> frame.getMethodName().equals("awaitUninterruptibly")))
                        .count();
            }
        }
    }

    private void play(Scene scene) throws Exception {
        try (var folder = new PlainFolder(path);
                var disk = new SlowDisk(folder);
                var executor = Executors.newCachedThreadPool()) {
            var sync = new FolderSync(disk);
            scene.play(disk, sync, new Calls(executor, sync, new ArrayList<>()));
        }
    }

    @Test
    void calls_that_ask_while_the_disk_is_busy_share_one_round_that_begins_after_them() throws Exception {
        play((disk, sync, calls) -> {
            var first = calls.begin();
            disk.awaitBegun(1);
            var others = calls.beginWaiting(CALLS);
            disk.succeed();
            first.get();
            disk.awaitBegun(2);
            assertThat(others).noneMatch(Future::isDone);
            disk.succeed();
            for (var other : others) {
                other.get();
            }
            assertThat(disk.begun).hasValue(2);
        });
    }

    @Test
    void a_failure_is_told_to_all_whom_the_round_was_for_and_to_no_one_else() throws Exception {
        play((disk, sync, calls) -> {
            var first = calls.begin();
            disk.awaitBegun(1);
            var others = calls.beginWaiting(CALLS);
            disk.succeed();
            first.get();
            disk.fail(new IOException("the disk is broken"));
            for (var other : others) {
                assertThatThrownBy(other::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(IOException.class)
                        .hasMessageContaining("the disk is broken");
            }
            disk.succeed();
            sync.run();
            assertThat(disk.begun).hasValue(3);
        });
    }

    @Test
    void an_interrupted_call_leaves_its_round_to_those_who_wait_for_it() throws Exception {
        play((disk, sync, calls) -> {
            var first = calls.begin();
            disk.awaitBegun(1);
            var others = calls.beginWaiting(CALLS);
            disk.succeed();
            first.get();
            disk.fail(new ClosedByInterruptException());
            disk.awaitBegun(3);
            disk.succeed();
            int interrupted = 0;
            for (var other : others) {
                try {
                    other.get();
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(ClosedByInterruptException.class);
                    interrupted++;
                }
            }
            assertThat(interrupted).isEqualTo(1);
            assertThat(disk.begun).hasValue(3);
        });
    }

    @Test
    void one_call_after_another_asks_the_disk_each_time() throws Exception {
        play((disk, sync, calls) -> {
            for (int i = 1; i <= 3; i++) {
                disk.succeed();
                sync.run();
                assertThat(disk.begun).hasValue(i);
            }
        });
    }
}
