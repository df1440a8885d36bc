package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The user's own program for SSH at work. Any thread may use it.
final class SshProcess {
    /// What `ssh` ends with when it could not do its own part; a command may end with it too.
    static final int FAILED = 255;

    /// Codes above it stand for signals that ended the program.
    static final int SIGNALLED = 128;

    /// How long it may take to end by itself, and once more when it is asked to. What it has left behind, such as a
    /// connection that the user wants kept (`ControlPersist`), is not waited for.
    private static final Duration MOMENT = Duration.ofSeconds(1);

    /// Ctrl-C, and the end of a terminal, go to all that it began, and this process undoes then by it what is half
    /// done.
    /// What ignores them when it begins goes on so, as does OpenSSH. Nothing else is left to the shell.
    private static final List<String> NOT_BROKEN_OFF = List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

    /// What a shell ends with when it cannot become the program: it is none, or there is none.
    private static final Set<Integer> NOT_STARTED = Set.of(126, 127);

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
            throw new IOException(notStarted(command.getFirst(), String.valueOf(e.getMessage())), e);
        }
    }

    /// Whether it came to nothing because there is no such program, by the code that it ended with.
    static boolean isNotStarted(int status) {
        return NOT_STARTED.contains(status);
    }

    /// What is told of a program that cannot be started.
    static String notStarted(String program, String why) {
        return "the program " + program + ", which the remote's sshProgram names, cannot be started: " + why;
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
