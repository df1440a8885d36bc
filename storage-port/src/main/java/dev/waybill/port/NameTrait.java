package dev.waybill.port;

/// Something that tells the names of one store from those of others.
public enum NameTrait {
    /// Names that differ in the case of letters alone are taken for one.
    IGNORES_CASE,
    /// Names that differ in how accents are put together (Unicode's NFC and NFD) are taken for one.
    IGNORES_FORM,
    /// Objects lie in folders: beside an object `a` there can be none at `a/b`.
    FOLDERS,
    /// No segment may end with a dot.
    NO_DOT_AT_END,
    /// No segment may end with a space.
    NO_SPACE_AT_END,
    /// No segment may be called as a device of Windows is, as `con` or `nul.txt`.
    NO_DEVICES
}
