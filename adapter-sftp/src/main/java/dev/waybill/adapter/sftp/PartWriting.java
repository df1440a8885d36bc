package dev.waybill.adapter.sftp;

import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.UploadRequest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;

/// Writes one part of an upload. One thread at a time.
final class PartWriting {
    private final UploadRequest request;
    private final SftpUpload.Surroundings around;
    private final Call call;
    private final UploadFiles files;

    PartWriting(UploadRequest request, SftpUpload.Surroundings around, Call call, UploadFiles files) {
        this.request = request;
        this.around = around;
        this.call = call;
        this.files = files;
    }

    /// @throws SftpStatus that says that nothing is there, if there is no such upload any more
    PartNote write(int number, ObjectSource source) throws IOException {
        var hasher = ContentHasher.of(ChecksumAlgorithm.CRC32C);
        var hashers = List.of(hasher);
        long offset = (number - 1) * request.partBytes();
        boolean replaces = files.has(number);
        try (var data = RemoteFile.open(call, files.data(), Fxp.WRITING)) {
            long size = replaces ? replace(number, source, data, offset, hashers) : fill(source, data, offset, hashers);
            data.settle();
            var note = new PartNote(number, size, hasher.finish());
            files.add(note);
            return note;
        } catch (SftpStatus e) {
            throw call.explained(e);
        }
    }

    private long fill(ObjectSource source, RemoteFile file, long offset, List<ContentHasher> hashers)
            throws IOException {
        try (var in = new SourceStream(request.key(), source, around.errors(), around.lifetime())) {
            long size = file.write(in, offset, hashers);
            file.sync();
            file.settle();
            return size;
        }
    }

    /// The bytes that are there stay until all of those that come are on the server.
    private long replace(int number, ObjectSource source, RemoteFile data, long offset, List<ContentHasher> hashers)
            throws IOException {
        String path = files.replacement(number);
        try (var side = RemoteFile.open(call, path, Fxp.READING | Fxp.WRITING | Fxp.CREATING | Fxp.EMPTYING)) {
            long size = fill(source, side, 0, hashers);
            files.takeBack(number);
            transfer(side, data, offset, size);
            data.sync();
            data.settle();
            return size;
        } finally {
            call.send(Request.remove(path)).settle();
        }
    }

    private void transfer(RemoteFile from, RemoteFile to, long offset, long size) throws IOException {
        if (call.channel().offers(Fxp.COPY_DATA)) {
            if (size > 0) {
                to.change(Request.copy(from.handle(), 0, size, to.handle(), offset));
            }
            return;
        }
        var reads = new ArrayDeque<Pending>();
        int chunk = call.channel().readBytes();
        long asked = 0;
        for (long done = 0; done < size; ) {
            while (asked < size && reads.size() < 16) {
                reads.add(call.send(Request.read(from.handle(), asked, (int) Math.min(chunk, size - asked))));
                asked += chunk;
            }
            byte[] bytes = reads.remove().await().data().orElse(new byte[0]);
            if (bytes.length != Math.min(chunk, size - done)) {
                throw new IOException("the server gave " + bytes.length + " bytes of a part, where more were written");
            }
            to.write(bytes, bytes.length, offset + done);
            done += bytes.length;
        }
    }
}
