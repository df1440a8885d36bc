package dev.waybill.testkit;

/// A call that a [FaultyAdapter] counts and can spoil.
public enum Operation {
    /// [dev.waybill.port.IObjectStorageAdapter#stat]
    STAT,
    /// [dev.waybill.port.IObjectStorageAdapter#get]
    GET,
    /// [dev.waybill.port.IObjectStorageAdapter#put]
    PUT,
    /// [dev.waybill.port.IObjectStorageAdapter#delete]
    DELETE,
    /// [dev.waybill.port.IObjectStorageAdapter#deleteAll]
    DELETE_ALL,
    /// [dev.waybill.port.IObjectStorageAdapter#list]
    LIST,
    /// [dev.waybill.port.IObjectStorageAdapter#copy]
    COPY,
    /// [dev.waybill.port.IObjectStorageAdapter#openUpload]
    OPEN_UPLOAD,
    /// [dev.waybill.port.IObjectStorageAdapter#listUploads]
    LIST_UPLOADS,
    /// [dev.waybill.port.UploadSession#putPart]
    PUT_PART,
    /// [dev.waybill.port.UploadSession#copyPart]
    COPY_PART,
    /// [dev.waybill.port.UploadSession#parts]
    PARTS,
    /// [dev.waybill.port.UploadSession#complete]
    COMPLETE,
    /// [dev.waybill.port.UploadSession#abort]
    ABORT
}
