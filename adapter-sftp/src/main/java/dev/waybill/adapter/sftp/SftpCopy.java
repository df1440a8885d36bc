package dev.waybill.adapter.sftp;

import dev.waybill.port.CopyOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.io.IOException;
import java.util.Optional;

/// Copies a file by the server itself (the extension `copy-data`), in slices, so that it gives a sign now and
/// then.
final class SftpCopy {
    private static final long SLICE = 64L << 20;

    private final RemoteRoot root;
    private final SftpReader reader;
    private final SftpWriter writer;
    private final SftpErrors errors;

    SftpCopy(RemoteRoot root, SftpReader reader, SftpWriter writer, SftpErrors errors) {
        this.root = root;
        this.reader = reader;
        this.writer = writer;
        this.errors = errors;
    }

    ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        try (var call = root.begin()) {
            if (!call.channel().offers(Fxp.COPY_DATA)) {
                throw errors.notSupported(from, "copying on the server");
            }
            var source = reader.open(call, from, file -> file);
            try {
                var modified = options.contentModified()
                        .or(() -> Optional.of(source.facts().modified()));
                return writer.write(call, to, options.precondition(), modified, target -> copy(from, source, target));
            } finally {
                source.close();
            }
        } catch (IOException e) {
            throw errors.beforeChange(from, e);
        }
    }

    private long copy(ObjectKey from, SftpReader.Opened source, RemoteFile target) throws IOException {
        long size = source.facts().size();
        for (long done = 0; done < size; done += SLICE) {
            target.change(Request.copy(source.handle(), done, Math.min(SLICE, size - done), target.handle(), done));
            target.settle();
        }
        var now = source.call().ask(Request.fstat(source.handle())).facts();
        SftpReader.requireUnchanged(errors, from, source.facts(), now);
        return size;
    }
}
