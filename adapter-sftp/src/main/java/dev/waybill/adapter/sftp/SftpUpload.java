package dev.waybill.adapter.sftp;

import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An upload in parts into a file of its full length that gets its name when it is whole. Any thread may use it.
///
/// That a part is there is noted when its bytes are on the server's disk, and taken back before they are
/// written over; so whatever ends the process, what is noted is there, and nothing need be read again.
final class SftpUpload implements UploadSession {
    private final UploadRequest request;
    private final UploadId id;
    private final Surroundings around;
    private final String lock;

    /// What an upload works with.
    record Surroundings(RemoteRoot root, SftpErrors errors, Lifetime lifetime, Clock clock) {}

    SftpUpload(UploadRequest request, UploadId id, Surroundings around) {
        this.request = request;
        this.id = id;
        this.around = around;
        lock = around.errors.store() + "\0" + id;
    }

    @Override
    public ObjectKey key() {
        return request.key();
    }

    @Override
    public UploadId id() {
        return id;
    }

    @Override
    @SuppressWarnings("try") // the locks are only held
    public UploadedPart putPart(int number, ObjectSource source) {
        around.lifetime.begin(Optional.of(key()));
        requireInBounds(number, source);
        try (var use = NamedLocks.shared(lock);
                var alone = NamedLocks.alone(lock + "\0" + number);
                var call = around.root.begin()) {
            return new PartWriting(request, around, call, new UploadFiles(call, id))
                    .write(number, source)
                    .part();
        } catch (InterruptedException e) {
            throw around.errors.cancelled(Optional.of(key()), e);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void requireInBounds(int number, ObjectSource source) {
        if (number < 1 || number > SftpUploads.LIMITS.maxParts()) {
            throw new IllegalArgumentException(
                    "part of " + key() + " must be 1 to " + SftpUploads.LIMITS.maxParts() + ": " + number);
        }
        if (source.length().isEmpty() || source.length().getAsLong() > request.partBytes()) {
            throw new IllegalArgumentException("part " + number + " of " + key()
                    + " must have a declared length of at most " + request.partBytes() + " bytes: " + source.length());
        }
    }

    @Override
    public UploadedPart copyPart(int number, ObjectKey from, ByteRange.Span range, Etag version) {
        throw around.errors.notSupported(key(), "parts that are ranges of an object");
    }

    @Override
    public List<UploadedPart> parts() {
        around.lifetime.begin(Optional.of(key()));
        try (var call = around.root.begin()) {
            var files = new UploadFiles(call, id);
            requireThere(files);
            return files.parts().values().stream().map(PartNote::part).toList();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    @SuppressWarnings("try") // the lock is only held
    public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
        around.lifetime.begin(Optional.of(key()));
        if (!whole.map(Checksum::algorithm).equals(request.checksum())) {
            throw new IllegalArgumentException("the upload to " + key() + " was to be verified in " + request.checksum()
                    + ", but was given " + whole);
        }
        try (var alone = NamedLocks.alone(lock);
                var call = around.root.begin()) {
            var files = new UploadFiles(call, id);
            requireThere(files);
            var notes = inOrder(parts, files.parts());
            whole.ifPresent(expected -> requireEqual(expected, notes));
            return publish(call, files, notes.stream().mapToLong(PartNote::size).sum());
        } catch (InterruptedException e) {
            throw around.errors.cancelled(Optional.of(key()), e);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /// What is known of the parts that the object is to be made of.
    private List<PartNote> inOrder(List<UploadedPart> parts, Map<Integer, PartNote> held) {
        var notes = new ArrayList<PartNote>();
        for (var part : parts) {
            var note = Optional.ofNullable(held.get(part.number()))
                    .orElseThrow(() -> rejected("part " + part.number() + " was not stored"));
            if (part.number() != notes.size() + 1) {
                throw rejected("part " + part.number() + " is in the place of part " + (notes.size() + 1));
            }
            if (!note.part().etag().equals(part.etag()) || note.size() != part.size()) {
                throw rejected("part " + part.number() + " is not the one that was stored last");
            }
            if (part.number() < parts.size() && note.size() != request.partBytes()) {
                throw rejected("part " + part.number() + " has " + note.size() + " bytes, where all but the last have "
                        + request.partBytes());
            }
            notes.add(note);
        }
        if (notes.isEmpty()) {
            throw rejected("there is no part; an empty object has one of no bytes");
        }
        return notes;
    }

    private StorageException.UploadPartsRejected rejected(String detail) {
        return new StorageException.UploadPartsRejected(around.errors.store(), key(), detail, null);
    }

    private void requireEqual(Checksum expected, List<PartNote> notes) {
        Checksum found = ContentHasher.hash(expected.algorithm(), new byte[0]);
        for (var note : notes) {
            found = ContentHasher.combine(found, note.crc32c(), note.size());
        }
        if (!found.equals(expected)) {
            throw around.errors.corrupt(key(), "the bytes hash to " + found + ", not to " + expected);
        }
    }

    private ObjectMetadata publish(Call call, UploadFiles files, long size) throws IOException {
        RemoteFacts facts;
        try (var data = RemoteFile.open(call, files.data(), Fxp.WRITING)) {
            data.change(Request.setSize(data.handle(), size));
            facts = data.finish(request.options().contentModified());
        }
        if (facts.size() != size) {
            throw new IOException("the server holds " + facts.size() + " bytes of the upload, where " + size + " were");
        }
        try (var folders = new Folders(call)) {
            var commit =
                    new Commit(call, around.errors, key(), request.options().precondition(), around.clock);
            publish(call, folders, commit, files);
            folders.keep();
        }
        files.remove();
        return facts.metadata(key());
    }

    private void publish(Call call, Folders folders, Commit commit, UploadFiles files) throws IOException {
        for (int attempt = 1; ; attempt++) {
            var place = folders.make(call.look(key()).await(), key().value());
            commit.check(place);
            try {
                commit.publish(files.data(), place.leaf(), false);
                return;
            } catch (SftpStatus e) {
                boolean folderGone = e.isMissing()
                        && attempt < Folders.ATTEMPTS
                        && call.ask(Request.lstat(files.data())).factsIfThere().isPresent();
                if (!folderGone) {
                    throw e;
                }
            }
        }
    }

    @Override
    @SuppressWarnings("try") // the lock is only held
    public void abort() {
        around.lifetime.begin(Optional.of(key()));
        try (var alone = NamedLocks.alone(lock);
                var call = around.root.begin()) {
            new UploadFiles(call, id).remove();
        } catch (InterruptedException e) {
            throw around.errors.cancelled(Optional.of(key()), e);
        } catch (IOException e) {
            throw around.errors.of(key(), e);
        }
    }

    private void requireThere(UploadFiles files) throws IOException {
        if (files.note().isEmpty()) {
            throw around.errors.noUpload(key(), null);
        }
    }

    private StorageException failure(IOException e) {
        return e instanceof SftpStatus status && status.isMissing()
                ? around.errors.noUpload(key(), e)
                : around.errors.of(key(), e);
    }

    @Override
    public void close() {
        // Channels belong to single calls, so there is nothing to free.
    }
}
