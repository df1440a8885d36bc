package dev.waybill.adapter.sftp;

import dev.waybill.port.ObjectKey;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// A file that is being written beside the key it is for. Closing it removes the file unless it was kept. One
/// thread at a time.
final class Draft implements Closeable {
    private final Call call;
    private final Call.Place place;
    private final String path;
    private final RemoteFile file;
    private boolean kept;

    private Draft(Call call, Call.Place place, String path, RemoteFile file) {
        this.call = call;
        this.place = place;
        this.path = path;
        this.file = file;
    }

    /// Makes the file, and the folders it lies in.
    ///
    /// @param before what was there when it was looked at
    /// @param ahead the file, if its folder was there before
    static Draft open(Call call, Folders folders, ObjectKey key, Call.Place before, DraftAhead ahead)
            throws IOException {
        var found = before;
        for (int attempt = 1; ; attempt++) {
            var place = folders.make(found, key.value());
            try {
                return new Draft(call, place, ahead.path(), ahead.open());
            } catch (SftpStatus e) {
                if (!e.isMissing() || attempt == Folders.ATTEMPTS) {
                    throw call.explained(e);
                }
                found = call.look(key).await();
            }
        }
    }

    /// What was at the key when the file was made.
    Call.Place place() {
        return place;
    }

    /// Where it lies on the server.
    String path() {
        return path;
    }

    /// Writes the content, sets the time and has the disk keep it.
    RemoteFacts finish(SftpWriter.Content content, Optional<Instant> modified) throws IOException {
        try {
            long size = content.writeTo(file);
            var facts = file.finish(modified);
            if (facts.size() != size) {
                throw new IOException("the server holds " + facts.size() + " bytes, where " + size + " were written");
            }
            return facts;
        } catch (SftpStatus e) {
            throw call.explained(e);
        }
    }

    /// Keeps the file, which has another name now.
    void keep() {
        kept = true;
    }

    @Override
    public void close() {
        file.close();
        if (!kept) {
            call.send(Request.remove(path)).settle();
        }
    }
}
