package dev.waybill.domain.layer;

import dev.waybill.port.Capability;
import dev.waybill.port.Checksum;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UploadedPart;
import dev.waybill.port.WriteId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Tells whether what is at a key is what an earlier attempt wrote, whose answer was lost.
///
/// A store that keeps user metadata is given a token with every conditional write, and the token tells. Of
/// any other, what is there counts as ours if it is the same to the last byte. `docs/adr` says why.
final class OwnSuccess {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final IObjectStorageAdapter adapter;

    OwnSuccess(IObjectStorageAdapter adapter) {
        this.adapter = adapter;
    }

    /// What is at `key`, if the write with this token put it there.
    Optional<ObjectMetadata> byToken(ObjectKey key, WriteId token) {
        return adapter.stat(key).filter(object -> object.writeId().equals(Optional.of(token)));
    }

    /// What is at `key`, if it is what `source` and `options` say, to the last byte.
    Optional<ObjectMetadata> byContent(ObjectKey key, ObjectSource source, PutOptions options) {
        return adapter.stat(key)
                .filter(object -> source.length().orElse(object.size()) == object.size())
                .filter(object -> agrees(object, options))
                .filter(object -> sameBytes(object, source));
    }

    /// What is at `key`, if nothing speaks against it being the upload of these parts.
    Optional<ObjectMetadata> byParts(
            ObjectKey key, List<UploadedPart> parts, Optional<Checksum> whole, PutOptions options) {
        long size = parts.stream().mapToLong(UploadedPart::size).sum();
        return adapter.stat(key)
                .filter(object -> object.size() == size)
                .filter(object -> agrees(object, options))
                .filter(object -> agrees(object, whole))
                .filter(object -> agrees(object, combined(parts)));
    }

    /// Whether `object` is a copy of `source`, as far as checksums of a common algorithm prove it.
    boolean isCopy(ObjectMetadata object, ObjectMetadata source) {
        return object.size() == source.size()
                && source.checksums().stream().anyMatch(object.checksums()::contains)
                && source.checksums().stream().allMatch(checksum -> agrees(object, Optional.of(checksum)));
    }

    private boolean agrees(ObjectMetadata object, PutOptions options) {
        boolean sameEntries =
                object.userMetadata().isEmpty() || object.userMetadata().get().equals(options.userMetadata());
        return sameEntries
                && sameTime(object.contentModified(), options.contentModified())
                && agrees(object, options.checksum());
    }

    private boolean sameTime(Optional<Instant> kept, Optional<Instant> sent) {
        Duration precision = adapter.capabilities().modifiedPrecision().orElse(Duration.ZERO);
        return sent.isEmpty()
                || kept.isEmpty()
                || Duration.between(kept.get(), sent.get()).abs().compareTo(precision) <= 0;
    }

    private static boolean agrees(ObjectMetadata object, Optional<Checksum> sent) {
        return sent.flatMap(checksum -> object.checksum(checksum.algorithm()))
                .map(kept -> kept.equals(sent.get()))
                .orElse(true);
    }

    /// The checksum of the whole, where those of the parts can be joined.
    private static Optional<Checksum> combined(List<UploadedPart> parts) {
        Optional<Checksum> whole = Optional.empty();
        for (UploadedPart part : parts) {
            if (part.checksum().isEmpty()
                    || !ContentHasher.isCombinable(part.checksum().get().algorithm())) {
                return Optional.empty();
            }
            Checksum next = part.checksum().get();
            if (whole.isPresent() && whole.get().algorithm() != next.algorithm()) {
                return Optional.empty();
            }
            whole = Optional.of(whole.map(before -> ContentHasher.combine(before, next, part.size()))
                    .orElse(next));
        }
        return whole;
    }

    private boolean sameBytes(ObjectMetadata object, ObjectSource source) {
        boolean versions = adapter.capabilities().has(Capability.VERSION_TOKENS);
        GetOptions options = versions && object.etag().isPresent()
                ? GetOptions.WHOLE.withIfMatch(object.etag().get())
                : GetOptions.WHOLE;
        try (ObjectContent stored = adapter.get(object.key(), options);
                InputStream sent = source.open()) {
            return sameBytes(stored.stream(), sent);
        } catch (IOException e) {
            // What cannot be read cannot be shown to be ours: the caller then reports the failed condition.
            return false;
        }
    }

    private static boolean sameBytes(InputStream left, InputStream right) throws IOException {
        while (true) {
            byte[] some = left.readNBytes(BUFFER_BYTES);
            if (!Arrays.equals(some, right.readNBytes(BUFFER_BYTES))) {
                return false;
            }
            if (some.length == 0) {
                return true;
            }
        }
    }
}
