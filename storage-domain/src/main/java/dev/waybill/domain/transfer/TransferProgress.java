package dev.waybill.domain.transfer;

import dev.waybill.port.ObjectMetadata;

/// Listens to one transfer. Calls come from any thread, several at once, and must return quickly; what they throw
/// fails the transfer.
public interface TransferProgress {
    /// Hears nothing.
    TransferProgress NONE = new TransferProgress() {
        @Override
        public void started(ObjectMetadata what) {}

        @Override
        public void moved(long bytes) {}

        @Override
        public void retried(long bytes) {}

        @Override
        public void resumed(int parts, long bytes) {}

        @Override
        public void begunAnew(BegunAnew why) {}

        @Override
        public void reused(int parts, long bytes) {}

        @Override
        public void goesWhole(GoesWhole why) {}

        @Override
        public void finished(TransferResult result) {}
    };

    /// The transfer of `what` begins.
    void started(ObjectMetadata what);

    /// This many more bytes were read from the source and handed on.
    void moved(long bytes);

    /// A write is tried again: so many of the bytes that [#moved] told will move once more.
    void retried(long bytes);

    /// The transfer goes on where an earlier run left it: the target has so many parts, of so many bytes, already.
    void resumed(int parts, long bytes);

    /// An earlier run had begun this, but it cannot be gone on with.
    void begunAnew(BegunAnew why);

    /// The target had so many parts, of so many bytes, as parts of the version that is replaced, and copied them.
    void reused(int parts, long bytes);

    /// The object replaces another and moves whole, although parts of both may be the same.
    void goesWhole(GoesWhole why);

    /// The object is stored. A transfer that fails ends with the exception instead.
    void finished(TransferResult result);
}
