package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/// The way to the server once it is there: conversations are had over it, and commands run at its end. Any thread may
/// use it.
interface Line {
    /// Whether it still leads there.
    boolean isOpen();

    /// Begins a conversation.
    ///
    /// @param patience how long the server may give no sign of life before an answer is given up
    SftpChannel open(Duration patience) throws IOException;

    /// Runs a command to its end, or ends it: after `time`, and when `out` is full.
    ///
    /// @param input what it reads, as far as it does
    /// @return what came of it
    Ran run(String command, byte[] input, BoundedOutput out, BoundedOutput err, Duration time) throws IOException;

    /// Gives a command what it reads, to the end, as far as it does: one that has ended says more by what it printed.
    static void feed(OutputStream to, byte[] input) {
        try (to) {
            to.write(input);
            to.flush();
        } catch (IOException nobodyReads) {
            return;
        }
    }

    /// What came of a command.
    ///
    /// @param inTime whether it was over before its time was
    /// @param status its exit code, if it ended by itself and told one
    record Ran(boolean inTime, Optional<Integer> status) {}
}
