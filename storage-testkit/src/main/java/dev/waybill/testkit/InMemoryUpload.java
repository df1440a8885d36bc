package dev.waybill.testkit;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.Checksum;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.RangeUnsatisfiable;
import dev.waybill.port.StorageException.UploadNotFound;
import dev.waybill.port.StorageException.UploadPartsRejected;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadLimits;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import dev.waybill.port.spi.UploadRules;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// An upload in parts to an [InMemoryStore]. Any number of threads may put parts.
final class InMemoryUpload implements UploadSession {
    private final InMemoryStore objects;
    private final Capabilities capabilities;
    private final UploadLimits limits;
    private final InMemoryStore.Upload upload;
    private final Life life;

    @MustBeClosed
    InMemoryUpload(InMemoryStore objects, Capabilities capabilities, InMemoryStore.Upload upload, Life life) {
        this.objects = objects;
        this.capabilities = capabilities;
        this.limits = capabilities.uploadLimits().orElseThrow();
        this.upload = upload;
        this.life = life;
    }

    @Override
    public ObjectKey key() {
        return upload.about().key();
    }

    @Override
    public UploadId id() {
        return upload.about().id();
    }

    @Override
    public UploadedPart putPart(int number, ObjectSource source) {
        life.requireRunning(Optional.of(key()));
        long partBytes = upload.request().partBytes();
        long length = source.length().orElse(-1);
        if (number < 1 || number > limits.maxParts() || length < 0 || length > partBytes) {
            throw new IllegalArgumentException("part " + number + " of " + key() + " with " + length
                    + " bytes: parts are numbered 1 to " + limits.maxParts() + " and declare at most " + partBytes);
        }
        requireUnfinished();
        byte[] bytes = new SourceReader(life, limits.maxPartBytes()).read(key(), source);
        synchronized (objects) {
            requireUnfinished();
            var part = new InMemoryStore.Part(bytes, objects.nextEtag());
            upload.parts().put(number, part);
            return part(number, part);
        }
    }

    @Override
    public UploadedPart copyPart(int number, ObjectKey from, ByteRange.Span range, Etag version) {
        life.requireRunning(Optional.of(key()));
        if (!capabilities.has(Capability.COPY_PART)) {
            throw new NotSupported(objects.id(), Optional.of(key()), "parts that are ranges of an object");
        }
        UploadRules.requireCopy(upload.request(), limits, number, range);
        synchronized (objects) {
            requireUnfinished();
            var source = objects.version(from).orElseThrow(() -> new ObjectNotFound(objects.id(), from, null));
            objects.require(from, Precondition.matches(version));
            if (range.end() > source.bytes().length) {
                throw new RangeUnsatisfiable(objects.id(), from, range, null);
            }
            byte[] bytes =
                    Arrays.copyOfRange(source.bytes(), Math.toIntExact(range.offset()), Math.toIntExact(range.end()));
            var part = new InMemoryStore.Part(bytes, objects.nextEtag());
            upload.parts().put(number, part);
            return part(number, part);
        }
    }

    @Override
    public List<UploadedPart> parts() {
        life.requireRunning(Optional.of(key()));
        synchronized (objects) {
            requireUnfinished();
            return upload.parts().entrySet().stream()
                    .map(entry -> part(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }

    @Override
    public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
        life.requireRunning(Optional.of(key()));
        synchronized (objects) {
            requireUnfinished();
            requireAlgorithm(whole);
            requireWhole(List.copyOf(parts));
            var options = upload.request().options();
            objects.require(key(), options.precondition());
            byte[] bytes = joined(parts.size());
            var draft = new Drafts(objects.id(), capabilities).of(key(), bytes, options, whole);
            var metadata = objects.write(draft, bytes, options.precondition());
            objects.removeUpload(id());
            return metadata;
        }
    }

    @Override
    public void abort() {
        life.requireRunning(Optional.of(key()));
        objects.removeUpload(id());
    }

    @Override
    public void close() {}

    private void requireUnfinished() {
        if (objects.upload(id()).isEmpty()) {
            throw new UploadNotFound(objects.id(), key(), null);
        }
    }

    private void requireAlgorithm(Optional<Checksum> whole) {
        if (!whole.map(Checksum::algorithm).equals(upload.request().checksum())) {
            throw new IllegalArgumentException("the upload to " + key() + " was to be verified in "
                    + upload.request().checksum() + " and is given " + whole);
        }
    }

    private void requireWhole(List<UploadedPart> parts) {
        var wrong = new ArrayList<String>();
        for (int i = 0; i < parts.size(); i++) {
            var named = parts.get(i);
            boolean last = i == parts.size() - 1;
            var held = upload.parts().get(i + 1);
            boolean same = held != null && part(i + 1, held).equals(named);
            boolean lengthFits = last || named.size() == upload.request().partBytes();
            if (named.number() != i + 1 || !same || !lengthFits) {
                wrong.add("part " + named.number() + " at place " + (i + 1));
            }
        }
        if (parts.isEmpty() || !wrong.isEmpty()) {
            throw new UploadPartsRejected(objects.id(), key(), wrong.isEmpty() ? "no part" : wrong.toString(), null);
        }
    }

    private static UploadedPart part(int number, InMemoryStore.Part part) {
        return new UploadedPart(number, part.bytes().length, part.etag(), Optional.empty());
    }

    private byte[] joined(int count) {
        var bytes = new ByteArrayOutputStream();
        upload.parts().headMap(count, true).values().forEach(part -> bytes.writeBytes(part.bytes()));
        return bytes.toByteArray();
    }
}
