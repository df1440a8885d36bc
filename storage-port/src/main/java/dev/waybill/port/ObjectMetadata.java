package dev.waybill.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a store says of one version of one object.
///
/// A listing may leave out what [IObjectStorageAdapter#stat] gives: what is optional here is absent when
/// the store does not keep it or did not say it this time.
///
/// @param key the object's name
/// @param size its length in bytes
/// @param modified when the store last took bytes for it, by the store's clock, or a moment about then where
///     a write gives it; in a folder, the file's mtime
/// @param etag the version's token; always there with [Capability#VERSION_TOKENS]
/// @param contentModified when the content was last changed at its source: what [PutOptions#contentModified]
///     kept; in a folder, the file's mtime
/// @param checksums the checksums of the whole object that the store keeps, at most one an algorithm
/// @param contentType the media type (RFC 9110 section 8.3)
/// @param userMetadata the user's own entries, without those that adapters keep for themselves
/// @param writeId what [PutOptions#writeId] kept
public record ObjectMetadata(
        ObjectKey key,
        long size,
        Instant modified,
        Optional<Etag> etag,
        Optional<Instant> contentModified,
        List<Checksum> checksums,
        Optional<String> contentType,
        Optional<UserMetadata> userMetadata,
        Optional<WriteId> writeId) {

    /// @throws IllegalArgumentException if `size` is negative
    public ObjectMetadata {
        if (size < 0) {
            throw new IllegalArgumentException("size of " + key + " must be 0 or more: " + size);
        }
        checksums = List.copyOf(checksums);
    }

    /// The least that every store says; everything optional is absent.
    public static ObjectMetadata of(ObjectKey key, long size, Instant modified) {
        return new ObjectMetadata(
                key,
                size,
                modified,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// The checksum in `algorithm`, if the store keeps one.
    public Optional<Checksum> checksum(ChecksumAlgorithm algorithm) {
        return checksums.stream().filter(c -> c.algorithm() == algorithm).findFirst();
    }

    /// The same with this key.
    public ObjectMetadata withKey(ObjectKey newKey) {
        return new ObjectMetadata(
                newKey, size, modified, etag, contentModified, checksums, contentType, userMetadata, writeId);
    }

    /// The same with this version token.
    public ObjectMetadata withEtag(Etag newEtag) {
        return new ObjectMetadata(
                key,
                size,
                modified,
                Optional.of(newEtag),
                contentModified,
                checksums,
                contentType,
                userMetadata,
                writeId);
    }

    /// The same with this time of the content.
    public ObjectMetadata withContentModified(Instant time) {
        return new ObjectMetadata(
                key, size, modified, etag, Optional.of(time), checksums, contentType, userMetadata, writeId);
    }

    /// The same with these checksums.
    public ObjectMetadata withChecksums(List<Checksum> newChecksums) {
        return new ObjectMetadata(
                key, size, modified, etag, contentModified, newChecksums, contentType, userMetadata, writeId);
    }

    /// The same with this media type.
    public ObjectMetadata withContentType(String type) {
        return new ObjectMetadata(
                key, size, modified, etag, contentModified, checksums, Optional.of(type), userMetadata, writeId);
    }

    /// The same with these entries of the user's.
    public ObjectMetadata withUserMetadata(UserMetadata entries) {
        return new ObjectMetadata(
                key, size, modified, etag, contentModified, checksums, contentType, Optional.of(entries), writeId);
    }

    /// The same with this token of its write.
    public ObjectMetadata withWriteId(WriteId id) {
        return new ObjectMetadata(
                key, size, modified, etag, contentModified, checksums, contentType, userMetadata, Optional.of(id));
    }
}
