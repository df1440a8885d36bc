package dev.waybill.adapter.sftp;

import dev.waybill.port.ObjectKey;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/// A file to be written, asked for together with what is at its key, so that it costs no way of its own to the server.
/// Closing removes it, unless it was opened. One thread at a time.
final class DraftAhead implements Closeable {
    private static final int FLAGS = Fxp.WRITING | Fxp.CREATING | Fxp.EXCLUSIVE;

    private final Call call;
    private final String path;
    private Optional<Pending> asked = Optional.empty();

    /// A name beside that of `key`; asks for nothing yet.
    DraftAhead(Call call, ObjectKey key, Clock clock) {
        this.call = call;
        this.path = call.path(key.parent().value() + TempNames.file(clock.instant()));
    }

    /// Asks for the file without waiting. Not where nothing was written before: what leads there may be a link, and an
    /// empty file would lie behind it until that is known.
    void ask() {
        asked = Optional.of(call.send(Request.open(path, FLAGS)));
    }

    /// Where it lies on the server.
    String path() {
        return path;
    }

    /// The open file: the one that was asked for, or else one that is asked for now.
    RemoteFile open() throws IOException {
        if (asked.isEmpty()) {
            return RemoteFile.open(call, path, FLAGS);
        }
        var answer = asked.get().await();
        asked = Optional.empty();
        return RemoteFile.of(call, answer);
    }

    @Override
    public void close() {
        if (asked.isEmpty()) {
            return;
        }
        asked.get().settle();
        var answer = asked.get().arrived();
        asked = Optional.empty();
        try {
            if (answer.isPresent()) {
                RemoteFile.of(call, answer.get()).close();
                call.send(Request.remove(path)).settle();
            }
        } catch (IOException refused) {
            // Then there is no such file.
            return;
        }
    }
}
