package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.testkit.TestSources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The processes of the user's own program for SSH: when there are how many, and that none is left, nor a thread.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SftpProgramProcessesTest {
    private static final ObjectKey KEY = ObjectKey.of("a/key");

    private Optional<OpenSshServer> server = Optional.empty();
    private Path root = Path.of("");
    private Path folder = Path.of("");

    @BeforeAll
    void start_the_server(@TempDir Path files) throws IOException {
        OpenSshServer.assumeInstalled();
        server = Optional.of(OpenSshServer.start(Files.createDirectory(files.resolve("server")))
                .byProgram());
    }

    @AfterAll
    void stop_the_server() {
        server.ifPresent(OpenSshServer::close);
    }

    @BeforeEach
    void make_folders(@TempDir Path files) throws IOException {
        root = Files.createDirectory(files.resolve("root"));
        folder = Files.createDirectory(files.resolve("more"));
    }

    @AfterEach
    void nothing_is_left() {
        assertThat(programs()).as("processes").isEmpty();
        assertThat(soon(() -> threads().isEmpty()))
                .as("threads left: " + threads())
                .isTrue();
        assertThat(soon(() -> server.orElseThrow().sshd().connections() == 0)).isTrue();
    }

    /// Those of this JVM, but for the server.
    private List<ProcessHandle> programs() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .filter(child -> !child.info().command().orElse("").endsWith("sshd"))
                .toList();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith("waybill-ssh-"))
                .toList();
    }

    private static boolean soon(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return condition.getAsBoolean();
    }

    @MustBeClosed
    private IObjectStorageAdapter open(Map<String, String> more) {
        return server.orElseThrow().open(root, more);
    }

    private String script(String text) throws IOException {
        Path script = Files.writeString(folder.resolve("program"), "#!/bin/sh\n" + text + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script.toString();
    }

    @Test
    void one_process_serves_some_calls_at_once_and_many_calls_are_served_by_few() throws Exception {
        try (var store = open(Map.of())) {
            assertThat(mostPrograms(store, 8)).isEqualTo(1);
            assertThat(mostPrograms(store, 20)).isBetween(2, 3);
        }
    }

    /// How many there are while so many calls are in the middle of something.
    private int mostPrograms(IObjectStorageAdapter store, int calls) throws Exception {
        var begun = new CountDownLatch(calls);
        var done = new CountDownLatch(1);
        var running = new ArrayList<FutureTask<Object>>();
        for (int i = 0; i < calls; i++) {
            var key = ObjectKey.of("file-" + i);
            var task = new FutureTask<Object>(() -> store.put(key, waiting(begun, done), PutOptions.DEFAULT));
            running.add(task);
            Thread.ofVirtual().start(task);
        }
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        int programs = programs().size();
        done.countDown();
        for (var task : running) {
            assertThat(task.get(20, TimeUnit.SECONDS)).isNotNull();
        }
        return programs;
    }

    /// One byte, which comes when all have begun and the test says so.
    private static ObjectSource waiting(CountDownLatch begun, CountDownLatch done) {
        return new ObjectSource() {
            @Override
            public OptionalLong length() {
                return OptionalLong.of(1);
            }

            @Override
            public InputStream open() {
                begun.countDown();
                return new ByteArrayInputStream(new byte[] {'x'}) {
                    @Override
                    public synchronized int read(byte[] bytes, int offset, int length) {
                        try {
                            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        return super.read(bytes, offset, length);
                    }
                };
            }
        };
    }

    @Test
    void a_program_that_is_killed_in_the_middle_fails_what_is_under_way_and_is_started_again() throws Exception {
        byte[] much = TestSources.bytes(8 << 20, 1);
        var begun = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        try (var store = open(Map.of())) {
            var putting = new FutureTask<>(() -> store.put(KEY, waiting(begun, done), PutOptions.DEFAULT));
            Thread.ofVirtual().start(putting);
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            programs().forEach(ProcessHandle::destroyForcibly);
            done.countDown();
            assertThat(soon(putting::isDone)).isTrue();
            assertThat(putting.exceptionNow()).isInstanceOf(StoreUnavailable.class);

            assertThat(store.put(KEY, ObjectSource.of(much), PutOptions.DEFAULT).size())
                    .isEqualTo(much.length);
        }
        assertThat(root.resolve("a/key")).hasBinaryContent(much);
    }

    /// Ctrl-C goes to all that the terminal began: what is broken off is undone by the connection that there is.
    @ParameterizedTest
    @ValueSource(strings = {"INT", "HUP"})
    void what_the_terminal_breaks_off_keeps_its_program_to_the_end(String signal) throws Exception {
        var begun = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        try (var store = open(Map.of())) {
            var putting = new FutureTask<>(() -> store.put(KEY, waiting(begun, done), PutOptions.DEFAULT));
            Thread.ofVirtual().start(putting);
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            for (var program : programs()) {
                var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(program.pid())).start();
                assertThat(kill.waitFor()).isZero();
            }
            done.countDown();
            assertThat(putting.get(20, TimeUnit.SECONDS).size()).isEqualTo(1);
        }
    }

    @Test
    void an_interrupt_ends_connecting_and_the_program() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var calling = new FutureTask<>(() -> {
                try (var store = server.orElseThrow().open(silent.getLocalPort(), root, Map.of())) {
                    return store.stat(KEY);
                }
            });
            var thread = Thread.ofPlatform().start(calling);
            assertThat(soon(() -> !programs().isEmpty())).isTrue();
            thread.interrupt();
            assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
            assertThat(calling.exceptionNow()).isInstanceOf(Cancelled.class);
        }
    }

    @Test
    void a_server_that_says_nothing_is_given_up_after_the_time_to_connect() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var store = server.orElseThrow().open(silent.getLocalPort(), root, Map.of("connectTimeout", "1s"))) {
            assertThatExceptionOfType(StoreUnavailable.class)
                    .isThrownBy(() -> store.stat(KEY))
                    .matches(e -> e.reason() == StoreUnavailable.Reason.NOT_REACHED)
                    .withMessageContaining("127.0.0.1");
        }
    }

    @Test
    void a_program_that_is_not_there_is_named_with_the_key_that_names_it() {
        try (var store = open(Map.of("sshProgram", "no-such-ssh"))) {
            assertThatExceptionOfType(StoreFailure.class)
                    .isThrownBy(() -> store.stat(KEY))
                    .withMessageContaining("no-such-ssh")
                    .withMessageContaining("cannot be started")
                    .withMessageContaining("sshProgram");
        }
    }

    @Test
    void a_program_that_ends_at_once_is_told_with_its_last_words() throws IOException {
        try (var store = open(Map.of("sshProgram", script("echo one >&2; echo 'two\u0007' >&2; exit 3")))) {
            assertThatExceptionOfType(StoreFailure.class)
                    .isThrownBy(() -> store.stat(KEY))
                    .withMessageContaining("ended with code 3")
                    .withMessageContaining("says: one; two")
                    .withMessageNotContaining("\u0007");
        }
    }

    @Test
    void the_servers_words_of_welcome_are_not_taken_for_the_reason() throws IOException {
        var welcome = "echo 'Acceptable usage: see the intranet' >&2; echo 'Connection reset by peer' >&2; exit 255";
        try (var store = open(Map.of("sshProgram", script(welcome)))) {
            assertThatExceptionOfType(StoreUnavailable.class)
                    .isThrownBy(() -> store.stat(KEY))
                    .matches(e -> e.reason() == StoreUnavailable.Reason.NOT_REACHED);
        }
    }

    @Test
    void a_program_that_prints_text_is_not_taken_for_a_server() throws IOException {
        try (var store = open(Map.of("sshProgram", script("echo Welcome to this machine; exec sleep 60")))) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> store.stat(KEY))
                    .withMessageContaining("does it print text when one logs in?");
        }
    }

    @Test
    void a_program_that_will_not_end_is_killed() throws IOException {
        String program = script("trap '' TERM; ssh \"$@\"; while :; do sleep 0.1; done");
        try (var store = open(Map.of("sshProgram", program))) {
            assertThat(store.stat(KEY)).isEmpty();
        }
        assertThat(programs()).isEmpty();
    }

    @Test
    void what_a_program_leaves_behind_with_its_pipes_open_is_not_waited_for() throws Exception {
        String program = script("sleep 30 & echo $! > " + folder.resolve("pid") + "; exit 1");
        try (var store = open(Map.of("sshProgram", program, "connectTimeout", "20s"))) {
            long begin = System.nanoTime();
            assertThatExceptionOfType(StorageException.class).isThrownBy(() -> store.stat(KEY));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
        } finally {
            long left = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
            ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void a_connection_that_the_program_keeps_is_shared_and_left_to_the_user() throws Exception {
        Path socket = Files.createTempDirectory("ssh").resolve("s");
        Path config = Files.writeString(folder.resolve("config"), """
                Host *
                  ControlMaster auto
                  ControlPath %s
                  ControlPersist 60
                """.formatted(socket));
        try (var store = open(Map.of("sshConfig", config.toString()))) {
            assertThat(mostPrograms(store, 17)).isGreaterThan(1);
            assertThat(server.orElseThrow().sshd().connections()).isEqualTo(1);
        } finally {
            assertThat(Files.exists(socket)).as("it is kept").isTrue();
            var ended = new ProcessBuilder("ssh", "-F", config.toString(), "-O", "exit", "127.0.0.1")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(ended.waitFor(10, TimeUnit.SECONDS)).isTrue();
            Files.deleteIfExists(socket.getParent());
        }
    }
}
