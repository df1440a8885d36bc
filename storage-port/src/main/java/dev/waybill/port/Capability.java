package dev.waybill.port;

/// Something that not every store can do. Asking for it where it is absent fails with
/// [StorageException.NotSupported] before anything is sent; it is never ignored.
public enum Capability {
    /// Every metadata, of listings and writes too, has an etag, and [GetOptions#ifMatch],
    /// [GetOptions#unlessMatch] and [CopyOptions#ifSourceMatch] are honoured.
    VERSION_TOKENS,
    /// [IObjectStorageAdapter#list] gives keys in order and honours [ListOptions#startAfter]. Without it the
    /// order is any.
    KEY_ORDER,
    /// A listing that starts behind a key costs no more than what it gives, so that pieces of one prefix can be read
    /// at the same time. Comes with [#KEY_ORDER].
    KEY_SEEK,
    /// [IObjectStorageAdapter#put] honours [Precondition.Absent]: of many writers at once, one wins.
    PUT_IF_ABSENT,
    /// [IObjectStorageAdapter#put] honours [Precondition.Matches]: of many writers at once, one wins.
    PUT_IF_MATCH,
    /// [IObjectStorageAdapter#copy] honours the preconditions that put honours.
    CONDITIONAL_COPY,
    /// [UploadSession#complete] honours the preconditions that put honours.
    CONDITIONAL_COMPLETE,
    /// [IObjectStorageAdapter#delete] and [IObjectStorageAdapter#deleteAll] honour [DeleteOptions#ifMatch].
    DELETE_IF_MATCH,
    /// A reader finds the old bytes or the new. Without it, replacing may for a moment, or after a crash,
    /// leave nothing at the key.
    ATOMIC_REPLACE,
    /// Keeps [PutOptions#userMetadata] and [PutOptions#writeId].
    USER_METADATA,
    /// Offers [IObjectStorageAdapter#copy].
    SERVER_SIDE_COPY,
    /// Offers [IObjectStorageAdapter#openUpload] and [IObjectStorageAdapter#listUploads].
    RESUMABLE_UPLOAD,
    /// Offers [UploadSession#copyPart].
    COPY_PART
}
