package dev.waybill.adapter.sftp;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadLimits;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/// The unfinished uploads of a store, each a folder below one of the root's own. Any thread may use it.
final class SftpUploads {
    static final UploadLimits LIMITS = new UploadLimits(4096, 1L << 40, 100_000);

    /// Uploads that nobody went on with for so long are given up when the next is started.
    static final Duration AGE = Duration.ofDays(7);

    private final SftpUpload.Surroundings around;
    private final AtomicBoolean swept = new AtomicBoolean();

    SftpUploads(SftpUpload.Surroundings around) {
        this.around = around;
    }

    @MustBeClosed
    UploadSession open(UploadRequest request) {
        if (request.partBytes() < LIMITS.minPartBytes() || request.partBytes() > LIMITS.maxPartBytes()) {
            throw new IllegalArgumentException("partBytes of " + request.key() + " must be " + LIMITS.minPartBytes()
                    + " to " + LIMITS.maxPartBytes() + ": " + request.partBytes());
        }
        try (var call = around.root().begin()) {
            if (request.resume().isPresent()) {
                return resume(call, request, request.resume().get());
            }
            new Commit(call, around.errors(), request.key(), request.options().precondition(), around.clock())
                    .requireSupported();
            return start(call, request);
        } catch (IOException e) {
            throw around.errors().beforeChange(request.key(), e);
        }
    }

    private SftpUpload start(Call call, UploadRequest request) throws IOException {
        if (swept.compareAndSet(false, true)) {
            sweep(call);
        }
        var id = new UploadId(UUID.randomUUID().toString());
        var note = new UploadNote(
                request.key(),
                request.partBytes(),
                request.checksum(),
                around.clock().instant());
        new UploadFiles(call, id).create(note);
        return new SftpUpload(request, id, around);
    }

    private SftpUpload resume(Call call, UploadRequest request, UploadId id) throws IOException {
        var note = note(call, id)
                .filter(found -> found.key().equals(request.key()))
                .orElseThrow(() -> around.errors().noUpload(request.key(), null));
        if (!note.fits(request)) {
            throw new IllegalArgumentException("the upload " + id + " to " + request.key() + " was started with "
                    + note.partBytes() + " bytes a part and the checksum " + note.checksum());
        }
        return new SftpUpload(request, id, around);
    }

    private static Optional<UploadNote> note(Call call, UploadId id) throws IOException {
        return UploadFiles.isOurs(id) ? new UploadFiles(call, id).note() : Optional.empty();
    }

    List<UnfinishedUpload> list(KeyPrefix prefix) {
        try (var call = around.root().begin()) {
            var uploads = new ArrayList<UnfinishedUpload>();
            for (var id : ids(call)) {
                note(call, id)
                        .filter(found -> prefix.covers(found.key()))
                        .map(found -> found.upload(id))
                        .ifPresent(uploads::add);
            }
            return uploads;
        } catch (IOException e) {
            throw around.errors().of(Optional.empty(), e);
        }
    }

    private static List<UploadId> ids(Call call) throws IOException {
        if (!call.hasRoot()) {
            return List.of();
        }
        return UploadFiles.names(call, TempNames.UPLOADS + "/").stream()
                .map(UploadId::new)
                .filter(UploadFiles::isOurs)
                .toList();
    }

    private void sweep(Call call) throws IOException {
        var limit = around.clock().instant().minus(AGE);
        for (var id : ids(call)) {
            var files = new UploadFiles(call, id);
            var last = files.lastChange();
            // One that shows no time is being made or removed at this moment, or on a server that tells none.
            if (last.isAfter(Instant.EPOCH) && limit.isAfter(last)) {
                files.remove();
            }
        }
    }
}
