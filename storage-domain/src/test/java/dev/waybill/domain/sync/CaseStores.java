package dev.waybill.domain.sync;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;

/// The stores of one case of a property: two that are synced, and a third to pull into, all of them empty.
///
/// @param local where edits are made
/// @param remote what is pushed to
/// @param elsewhere what is pulled into
/// @param haveFolders whether one of them cannot hold both `a` and `a/x`
/// @param whenOver done when the case is over
public record CaseStores(
        IObjectStorageAdapter local,
        IObjectStorageAdapter remote,
        IObjectStorageAdapter elsewhere,
        boolean haveFolders,
        Runnable whenOver)
        implements AutoCloseable {

    /// What opens them.
    @FunctionalInterface
    public interface Opener {
        /// Opens those of a case; the caller closes them.
        ///
        /// @param seed what may choose between kinds of stores
        @MustBeClosed
        CaseStores open(long seed);
    }

    @Override
    public void close() {
        whenOver.run();
    }
}
