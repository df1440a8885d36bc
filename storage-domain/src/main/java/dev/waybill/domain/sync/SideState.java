package dev.waybill.domain.sync;

/// How one side of a key stands to what was noted when it was last synced.
enum SideState {
    /// Nothing is there.
    ABSENT,
    /// What is there has the synced content.
    SAME,
    /// What is there may have the synced content; its token or its time says otherwise.
    UNSURE,
    /// What is there has other content, or nothing was noted.
    CHANGED
}
