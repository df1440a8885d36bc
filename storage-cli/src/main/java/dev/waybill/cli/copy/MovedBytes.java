package dev.waybill.cli.copy;

import dev.waybill.cli.output.Progress;
import dev.waybill.domain.transfer.BegunAnew;
import dev.waybill.domain.transfer.GoesWhole;
import dev.waybill.domain.transfer.TransferProgress;
import dev.waybill.domain.transfer.TransferResult;
import dev.waybill.port.ObjectMetadata;

/// Hands the bytes of a transfer on to the progress of the run.
record MovedBytes(Progress progress) implements TransferProgress {
    @Override
    public void started(ObjectMetadata what) {}

    @Override
    public void moved(long bytes) {
        progress.moved(bytes);
    }

    @Override
    public void retried(long bytes) {
        progress.moved(-bytes);
    }

    @Override
    public void resumed(int parts, long bytes) {
        progress.moved(bytes);
    }

    @Override
    public void begunAnew(BegunAnew why) {
        // What counts for the progress is what moves from now on.
    }

    @Override
    public void reused(int parts, long bytes) {
        progress.moved(bytes);
    }

    @Override
    public void goesWhole(GoesWhole why) {
        // What counts for the progress is what moves.
    }

    @Override
    public void finished(TransferResult result) {
        // A copy within a store moves nothing through here, and is done all the same.
        if (result.parts() == 0) {
            progress.moved(result.stored().size());
        }
    }
}
