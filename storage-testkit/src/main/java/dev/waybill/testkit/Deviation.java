package dev.waybill.testkit;

/// Something that a server is known to do otherwise than [ObjectStorageContract] demands.
///
/// A test class that declares one has the deviant behaviour asserted in place of the promised one; no test
/// is skipped. They are for stand-ins of real servers; an adapter of its own making declares none, but for
/// [#KEY_AND_FOLDER_EXCLUDE_EACH_OTHER], which is how folders are, and [#WRITES_END_UPLOADS], which is how
/// Azure's blocks are.
public enum Deviation {
    /// Of many writers with [dev.waybill.port.Precondition.Absent] at once, more than one may win.
    RACING_PUT_IF_ABSENT,
    /// Of many writers with [dev.waybill.port.Precondition.Matches] at once, more than one may win.
    RACING_PUT_IF_MATCH,
    /// Listings come in the order of UTF-16 units, which is that of [String#compareTo].
    UTF16_LISTING_ORDER,
    /// A reader beside a writer may fail; what it reads to the end is still of one version.
    READS_FAIL_BESIDE_WRITES,
    /// While `a` is an object, `a/b` is refused with [dev.waybill.port.StorageException.KeyRejected], and
    /// the other way round.
    KEY_AND_FOLDER_EXCLUDE_EACH_OTHER,
    /// A write to a key ends the uploads to it, as [dev.waybill.port.UploadSession] allows: of two uploads at
    /// the same time, one may fail with [dev.waybill.port.StorageException.UploadNotFound].
    WRITES_END_UPLOADS
}
