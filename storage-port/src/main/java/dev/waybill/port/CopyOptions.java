package dev.waybill.port;

import java.time.Instant;
import java.util.Optional;

/// How an object is copied within its store.
///
/// @param ifSourceMatch the version that the source must be, if that matters; needs
///     [Capability#VERSION_TOKENS]
/// @param precondition what must be true at the target; other than none needs
///     [Capability#CONDITIONAL_COPY], and the capability the condition names
/// @param contentType the copy's media type, or empty to keep the source's
/// @param userMetadata the copy's entries, or empty to keep the source's
/// @param contentModified the time of the copy's content, or empty to keep the source's
/// @param writeId as in [PutOptions#writeId]; the source's is never kept
public record CopyOptions(
        Optional<Etag> ifSourceMatch,
        Precondition precondition,
        Optional<String> contentType,
        Optional<UserMetadata> userMetadata,
        Optional<Instant> contentModified,
        Optional<WriteId> writeId) {

    /// Whatever version, whatever is there, everything kept.
    public static final CopyOptions DEFAULT = new CopyOptions(
            Optional.empty(),
            Precondition.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /// @throws IllegalArgumentException if the media type or the user metadata cannot be written, naming the
    ///     value and the rule it breaks
    public CopyOptions {
        userMetadata.ifPresent(UserMetadata::requireWritable);
        contentType.ifPresent(KeyRules::requireMediaType);
    }

    /// Whether the copy keeps the source's media type, entries and time, all of them.
    public boolean keepsAll() {
        return contentType.isEmpty() && userMetadata.isEmpty() && contentModified.isEmpty();
    }

    /// The same, but only of this version of the source.
    public CopyOptions withIfSourceMatch(Etag etag) {
        return new CopyOptions(Optional.of(etag), precondition, contentType, userMetadata, contentModified, writeId);
    }

    /// The same under this condition on the target.
    public CopyOptions withPrecondition(Precondition condition) {
        return new CopyOptions(ifSourceMatch, condition, contentType, userMetadata, contentModified, writeId);
    }

    /// The same with this media type of the copy.
    public CopyOptions withContentType(String type) {
        return new CopyOptions(ifSourceMatch, precondition, Optional.of(type), userMetadata, contentModified, writeId);
    }

    /// The same with these entries of the copy.
    public CopyOptions withUserMetadata(UserMetadata entries) {
        return new CopyOptions(
                ifSourceMatch, precondition, contentType, Optional.of(entries), contentModified, writeId);
    }

    /// The same with this time of the copy's content.
    public CopyOptions withContentModified(Instant time) {
        return new CopyOptions(ifSourceMatch, precondition, contentType, userMetadata, Optional.of(time), writeId);
    }

    /// The same with this token of the write.
    public CopyOptions withWriteId(WriteId id) {
        return new CopyOptions(
                ifSourceMatch, precondition, contentType, userMetadata, contentModified, Optional.of(id));
    }
}
