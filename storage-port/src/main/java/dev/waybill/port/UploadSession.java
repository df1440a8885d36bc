package dev.waybill.port;

import java.util.List;
import java.util.Optional;

/// One upload in parts: nothing shows at the key until [#complete], then all of it.
///
/// Any number of threads may put parts, in any order. Closing ends this process's use of the upload and
/// frees what it holds here; the upload itself stays, to be resumed by its id in any process, until it is
/// completed or aborted, or the store gives it up (after some days; some stores also when another write to
/// the key comes first).
public interface UploadSession extends AutoCloseable {
    /// Where the object will be.
    ObjectKey key();

    /// The upload's name; good for [UploadRequest#resuming].
    UploadId id();

    /// Stores one part, verified in transit where the store can. A part put again replaces the one before;
    /// of two at the same time one is kept, whole.
    ///
    /// @param number the part's place, 1 to [UploadLimits#maxParts]
    /// @param source its bytes, of declared length: [UploadRequest#partBytes], or less for the last part
    /// @throws IllegalArgumentException if the number or the length is out of bounds
    /// @throws StorageException.UploadNotFound if the upload was completed or aborted
    /// @throws StorageException.SourceFailed if `source` throws, or does not have its declared length
    UploadedPart putPart(int number, ObjectSource source);

    /// Stores one part that is a range of an object of the same store, no bytes through this process: as [#putPart],
    /// but
    /// for where the bytes are from. Needs [Capability#COPY_PART].
    ///
    /// @param number the part's place, as in [#putPart]
    /// @param from the object, which may be the one at [#key]
    /// @param range what of it, 1 byte or more, within it
    /// @param version what must be at `from`; bytes of no other version are taken
    /// @throws IllegalArgumentException if the number or the length is out of bounds
    /// @throws StorageException.ObjectNotFound if nothing is at `from`
    /// @throws StorageException.PreconditionFailed if another version is at `from`
    /// @throws StorageException.UploadNotFound if the upload was completed or aborted
    UploadedPart copyPart(int number, ObjectKey from, ByteRange.Span range, Etag version);

    /// The parts the store holds now, by number. What it lists is whole.
    ///
    /// @throws StorageException.UploadNotFound if the upload was completed or aborted
    List<UploadedPart> parts();

    /// Makes the object of these parts and shows it at the key.
    ///
    /// If it throws, what was at the key stands and the upload can be gone on with; but after
    /// [StorageException.UploadNotFound] there is no upload, and after [StorageException.StoreUnavailable],
    /// [StorageException.Cancelled] or [StorageException.StoreFailure] the object may be there, whole.
    ///
    /// @param parts all parts of the object, in order, numbered from 1 without a gap, each as
    ///     [#putPart] or [#parts] gave it; an empty object has one part of no bytes
    /// @param whole what the whole must hash to, exactly if the request named an algorithm, in that one
    /// @throws StorageException.PreconditionFailed if the request's options forbid what is at the key now
    /// @throws StorageException.UploadPartsRejected if a part is missing, is not what the store holds, or
    ///     has a length that its place forbids
    /// @throws StorageException.CorruptContent if the bytes do not match `whole`
    /// @throws StorageException.UploadNotFound if the upload was completed or aborted
    ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole);

    /// Gives the upload up and frees its parts as soon as the store can. Aborting what is no more does
    /// nothing.
    void abort();

    /// Frees what this process holds. Calling it again does nothing.
    @Override
    void close();
}
