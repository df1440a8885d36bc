package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandProcess;
import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.WireFault;
import dev.waybill.testkit.WireFault.Direction;
import dev.waybill.testkit.ssh.NeedsSshd;
import dev.waybill.testkit.ssh.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The user's own `ssh` ends with the command that started it, however that ends.
@NeedsSshd
class OwnSshEndTest {
    private static final int SIGTERM_STATUS = 143;

    private Optional<FaultProxy> proxy = Optional.empty();
    private Path folder = Path.of("");

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // closed after the test
    void write_a_configuration(@TempDir Path own, Sshd sshd) throws IOException {
        folder = own;
        proxy = Optional.of(FaultProxy.to("127.0.0.1", sshd.port()));
        int port = proxy.get().port();
        Files.createDirectories(folder.resolve("storage"));
        Files.writeString(folder.resolve("storage/big.bin"), "x".repeat(20 << 20));
        Files.writeString(
                folder.resolve("waybill.yaml"),
                Lab.configuration(sshd, port, folder, List.of("sshProgram: ssh", "agent: none")));
    }

    @AfterEach
    void close_the_proxy() throws IOException {
        proxy.orElseThrow().close();
    }

    private Process push() throws IOException {
        var builder = new ProcessBuilder(CommandProcess.waybill(List.of("push", "--remote", "lab")))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("WAYBILL_"));
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve(".config").toString());
        return builder.start();
    }

    /// Those that a command has started, once there are some and it has come so far.
    private static List<ProcessHandle> programsOf(Process push, BooleanSupplier soFar) {
        assertThat(soon(() -> soFar.getAsBoolean() && push.children().findAny().isPresent()))
                .isTrue();
        return push.children().toList();
    }

    private static boolean soon(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return condition.getAsBoolean();
    }

    private boolean isUnderWay() {
        try (var files = Files.walk(folder.resolve("root"))) {
            return files.anyMatch(
                    file -> Files.isRegularFile(file) && file.toFile().length() > 0);
        } catch (IOException | java.io.UncheckedIOException changing) {
            return false;
        }
    }

    private void slowDown() {
        proxy.orElseThrow().onEvery(new WireFault.Slow(Direction.UP, 1 << 20));
    }

    private static void assertEnded(List<ProcessHandle> programs) {
        assertThat(soon(() -> programs.stream().noneMatch(ProcessHandle::isAlive)))
                .as("ssh has ended")
                .isTrue();
    }

    @Test
    void it_ends_with_a_command_that_is_asked_to_end_in_the_middle_of_a_transfer() throws Exception {
        slowDown();
        Process push = push();
        var programs = programsOf(push, this::isUnderWay);
        push.destroy();
        assertThat(push.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(push.exitValue()).isEqualTo(SIGTERM_STATUS);
        assertEnded(programs);
    }

    @Test
    void it_ends_with_a_command_that_is_asked_to_end_while_it_connects() throws Exception {
        proxy.orElseThrow().onEvery(WireFault.stallAfterDown(0));
        Process push = push();
        var programs = programsOf(push, () -> true);
        push.destroy();
        assertThat(push.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertEnded(programs);
    }

    @Test
    void it_ends_by_itself_when_the_command_is_killed() throws Exception {
        slowDown();
        Process push = push();
        var programs = programsOf(push, this::isUnderWay);
        push.destroyForcibly();
        assertThat(push.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertEnded(programs);
    }
}
