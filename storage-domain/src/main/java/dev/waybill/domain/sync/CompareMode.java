package dev.waybill.domain.sync;

/// How two versions are held to be the same.
public enum CompareMode {
    /// By version token or size and recorded time; by content where these disagree or nothing was recorded.
    AUTO,
    /// By content, whatever size and time say. Where the token of a remote version is the recorded one, its
    /// content is taken to be the recorded one too.
    CHECKSUM,
    /// By size alone: the fastest, and blind to an edit that keeps the length.
    SIZE
}
