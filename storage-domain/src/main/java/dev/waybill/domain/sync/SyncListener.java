package dev.waybill.domain.sync;

/// Told of what happens in a run, by several threads at a time; must not block for long.
@FunctionalInterface
public interface SyncListener {
    /// Hears nothing.
    SyncListener NONE = event -> {};

    /// Something happened.
    void on(SyncEvent event);
}
