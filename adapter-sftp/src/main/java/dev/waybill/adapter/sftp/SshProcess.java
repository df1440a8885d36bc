package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The user's own program for SSH at work. Any thread may use it.
final class SshProcess {
    /// How long it may take to end by itself, and once more when it is asked to. What it has left behind, such as a
    /// connection that the user wants kept (`ControlPersist`), is not waited for.
    private static final Duration MOMENT = Duration.ofSeconds(1);

    /// Ctrl-C, and the end of a terminal, go to all that it began, and this process undoes by it what is half done
    /// then.
    /// What ignores them when it begins goes on so, as does OpenSSH. Nothing else is left to the shell.
    private static final List<String> NOT_BROKEN_OFF = List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

    private final Process process;
    private final LastWords words = new LastWords();
    private final Thread listening;

    private SshProcess(Process process) {
        this.process = process;
        listening = SshThreads.start("words", () -> words.read(process.getErrorStream()));
    }

    /// Starts it, by the shell where there is one, which does not look into the command.
    static SshProcess start(List<String> command) throws IOException {
        try {
            var all = new ArrayList<String>();
            if (Files.isExecutable(Path.of(NOT_BROKEN_OFF.getFirst()))) {
                all.addAll(NOT_BROKEN_OFF);
            }
            all.addAll(command);
            return new SshProcess(new ProcessBuilder(all).start());
        } catch (IOException e) {
            throw new IOException(
                    "the program " + command.getFirst() + ", which the remote's sshProgram names, cannot be started: "
                            + e.getMessage(),
                    e);
        }
    }

    /// Where it reads.
    OutputStream in() {
        return process.getOutputStream();
    }

    /// What it prints.
    InputStream out() {
        return process.getInputStream();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Waits for its end.
    ///
    /// @return whether it has ended
    boolean await(Duration time) throws InterruptedException {
        return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Asks it to end, which leaves it time to clear up.
    void ask() {
        // Not by Process, which closes the pipes too, and waits for who writes there just then.
        boolean unused = process.toHandle().destroy();
    }

    /// Ends it at once.
    void kill() {
        boolean unused = process.toHandle().destroyForcibly();
    }

    /// Sees it to its end, to which it comes by itself when there is nothing more to read for it; if not, it is made
    /// to. If the thread is interrupted, that is at once, and its flag stays set.
    void bury() {
        boolean interrupted = false;
        try {
            if (!await(MOMENT)) {
                ask();
                boolean unused = await(MOMENT);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        kill();
        try {
            boolean unused = await(MOMENT);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// What it said last, once it has ended.
    String words() {
        try {
            listening.join(MOMENT.dividedBy(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return words.text();
    }

    /// The code that it ended with; more than 128 for a signal that ended it.
    int status() {
        return process.exitValue();
    }
}
