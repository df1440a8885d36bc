package dev.waybill.port;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One store of named byte sequences: a bucket, a directory, an SFTP root.
///
/// There are no default methods, so no wrapper can lose one; shorthands live in the domain's
/// `ObjectStorageService`.
///
/// - **Keys** reach the store unchanged. What a store cannot hold it encodes reversibly or refuses with
///   [StorageException.KeyRejected]; nothing is trimmed, folded or normalised.
/// - **Threads**: any number may call. Calls block. An interrupted call undoes its partial work, keeps the
///   interrupt flag and throws [StorageException.Cancelled].
/// - **Errors**: only [StorageException]; an open stream may also throw `IOException`, with the
///   [StorageException] as its cause. A store that is not there is [StorageException.StoreNotFound], never
///   an absent object or an empty listing.
/// - **Visibility**: whatever a returned call changed, every call that starts later sees.
/// - **Retries**: none here. The domain's `RetryingAdapter` is the one place that retries.
public interface IObjectStorageAdapter extends AutoCloseable {
    /// Which store this is, for logs and rows of local state; holds no credential.
    StoreId store();

    /// What this store can do; the same answer for the adapter's whole life. The first call may connect, and
    /// then throws as any other; what failed is asked again by the next.
    Capabilities capabilities();

    /// Metadata of the object now at `key`, or empty if there is none.
    Optional<ObjectMetadata> stat(ObjectKey key);

    /// Opens the bytes at `key`, or the part that `options` names. Metadata and bytes are of one version.
    ///
    /// @throws StorageException.ObjectNotFound if nothing is at `key`
    /// @throws StorageException.RangeUnsatisfiable if the range starts at or past the end, see [ByteRange]
    /// @throws StorageException.PreconditionFailed if `options` names an etag that is not the current one
    /// @throws StorageException.NotModified if `options` names the current etag as the one not wanted
    @MustBeClosed
    ObjectContent get(ObjectKey key, GetOptions options);

    /// Stores all of `source` at `key`, all or nothing: a reader finds the old bytes or the new, never part.
    /// If this throws, the old bytes stand; but after [StorageException.StoreUnavailable],
    /// [StorageException.Cancelled] or [StorageException.StoreFailure] all the new bytes may have been
    /// stored (and without [Capability#ATOMIC_REPLACE], nothing may be there). Opens `source` once per
    /// attempt and closes it.
    ///
    /// @return metadata of what was stored, as [#stat] would give it but for what only the store computes
    /// @throws StorageException.PreconditionFailed if `options` forbids what is at `key` now
    /// @throws StorageException.SourceFailed if `source` throws, or does not have its declared length
    /// @throws StorageException.CorruptContent if the bytes do not match the checksum in `options`
    ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options);

    /// Removes the object at `key`. Nothing there is success, under a condition too: S3 cannot tell the two
    /// apart, and a repeated delete must succeed.
    ///
    /// @throws StorageException.PreconditionFailed if `options` names an etag that is not the current one
    void delete(ObjectKey key, DeleteOptions options);

    /// Removes many, in as few requests as the store allows; one result per deletion, in the order given.
    /// Throws only if nothing was removed for sure; interrupted midway, it gives
    /// [StorageException.Cancelled] as the result of the rest and keeps the flag.
    List<DeleteResult> deleteAll(Collection<Deletion> deletions);

    /// Streams the objects under a prefix in key order (UTF-8 bytes, see [Capability#KEY_ORDER]), fetching
    /// pages as they are read.
    /// Unfinished puts and uploads never show. An object written or removed meanwhile may or may not.
    /// If any page fails, reading the stream throws: a listing that ends is complete.
    @MustBeClosed
    Stream<ObjectMetadata> list(ListOptions options);

    /// Copies within the store, no bytes through this process. Needs [Capability#SERVER_SIDE_COPY].
    ///
    /// Copying a key onto itself keeps the bytes.
    ///
    /// @return metadata of the copy, as [#put] gives it
    /// @throws StorageException.ObjectNotFound if nothing is at `from`
    /// @throws StorageException.PreconditionFailed if `options` forbids the version at `from`, or what is at
    ///     `to` now
    ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options);

    /// Starts an upload in parts, or resumes one by id. Needs [Capability#RESUMABLE_UPLOAD].
    ///
    /// @throws StorageException.UploadNotFound if `request` resumes an upload that is no more
    @MustBeClosed
    UploadSession openUpload(UploadRequest request);

    /// Streams the unfinished uploads to keys under `prefix`, in no promised order, whoever started them.
    /// Needs [Capability#RESUMABLE_UPLOAD].
    @MustBeClosed
    Stream<UnfinishedUpload> listUploads(KeyPrefix prefix);

    /// Frees connections and threads. Calling it again does nothing; any other call later is a bug and
    /// throws [IllegalStateException]. Calls and streams under way fail, soon.
    @Override
    void close();
}
