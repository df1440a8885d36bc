package dev.waybill.port;

import java.time.Instant;
import java.util.Optional;

/// How an object is written.
///
/// @param precondition what must be true at the key; needs the capability it names
/// @param contentType the media type to keep (RFC 9110 section 8.3), where the store keeps one; the store's
///     default otherwise. The one thing that a folder leaves out without refusing
/// @param userMetadata entries to keep; not empty only with [Capability#USER_METADATA]
/// @param contentModified when the content was last changed at its source, kept to the store's
///     [Capabilities#modifiedPrecision] (later digits are cut off); object stores keep it as
///     [UserMetadata#MTIME], folders as the file's mtime
/// @param checksum what the bytes must hash to: a mismatch fails with [StorageException.CorruptContent] and
///     stores nothing; in one of [Capabilities#checksums]
/// @param writeId a token that is unique to this write, kept beside the object and given back in
///     [ObjectMetadata#writeId]: how a retry knows its own success. Needs [Capability#USER_METADATA]
public record PutOptions(
        Precondition precondition,
        Optional<String> contentType,
        UserMetadata userMetadata,
        Optional<Instant> contentModified,
        Optional<Checksum> checksum,
        Optional<WriteId> writeId) {

    /// No condition, nothing kept beside the bytes.
    public static final PutOptions DEFAULT = new PutOptions(
            Precondition.NONE,
            Optional.empty(),
            UserMetadata.EMPTY,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /// @throws IllegalArgumentException if the media type or the user metadata cannot be written, naming the
    ///     value and the rule it breaks
    public PutOptions {
        userMetadata.requireWritable();
        contentType.ifPresent(KeyRules::requireMediaType);
    }

    /// The same under this condition.
    public PutOptions withPrecondition(Precondition condition) {
        return new PutOptions(condition, contentType, userMetadata, contentModified, checksum, writeId);
    }

    /// The same with this media type.
    public PutOptions withContentType(String type) {
        return new PutOptions(precondition, Optional.of(type), userMetadata, contentModified, checksum, writeId);
    }

    /// The same with these entries.
    public PutOptions withUserMetadata(UserMetadata entries) {
        return new PutOptions(precondition, contentType, entries, contentModified, checksum, writeId);
    }

    /// The same with this time of the content.
    public PutOptions withContentModified(Instant time) {
        return new PutOptions(precondition, contentType, userMetadata, Optional.of(time), checksum, writeId);
    }

    /// The same with this expected checksum.
    public PutOptions withChecksum(Checksum expected) {
        return new PutOptions(precondition, contentType, userMetadata, contentModified, Optional.of(expected), writeId);
    }

    /// The same with this token of the write.
    public PutOptions withWriteId(WriteId id) {
        return new PutOptions(precondition, contentType, userMetadata, contentModified, checksum, Optional.of(id));
    }
}
