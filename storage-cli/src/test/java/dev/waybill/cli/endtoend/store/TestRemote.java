package dev.waybill.cli.endtoend.store;

import java.nio.file.Path;
import java.util.Optional;

/// A store that the command is run against: how it is configured, slowed down, and what it was asked for.
public interface TestRemote extends AutoCloseable {
    /// What opens every one of them, in the variable `SECRET`, and what no output may hold.
    String SECRET = "hunter2-must-stay-hidden";

    /// The settings of the remote, indented for `waybill.yaml`.
    String settings();

    /// The length of parts to move objects in: as little as it takes, so that there are many.
    long partBytes();

    /// Makes everything that goes through it slow enough to be killed midway, or lifts that.
    void slow(boolean on);

    /// How many writes of parts of large objects it was asked for, or -1 if it does not count.
    long partWrites();

    /// How many bytes were sent to it so far, or 0 if nothing is sent.
    long bytesSent();

    /// The folder in which it keeps objects as files, if it does.
    Optional<Path> folder();

    @Override
    void close();
}
