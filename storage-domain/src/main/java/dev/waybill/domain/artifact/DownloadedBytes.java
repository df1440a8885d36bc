package dev.waybill.domain.artifact;

import dev.waybill.domain.transfer.BegunAnew;
import dev.waybill.domain.transfer.GoesWhole;
import dev.waybill.domain.transfer.TransferProgress;
import dev.waybill.domain.transfer.TransferResult;
import dev.waybill.port.ObjectMetadata;

/// Tells the listener of a download what becomes of the bytes of one transfer.
record DownloadedBytes(DownloadListener listener) implements TransferProgress {
    @Override
    public void started(ObjectMetadata what) {}

    @Override
    public void moved(long bytes) {
        listener.moved(bytes);
    }

    @Override
    public void retried(long bytes) {
        listener.moved(-bytes);
    }

    @Override
    public void resumed(int parts, long bytes) {
        listener.moved(bytes);
    }

    @Override
    public void begunAnew(BegunAnew why) {
        // What is there of it counts for nothing, and did not before.
    }

    @Override
    public void reused(int parts, long bytes) {
        listener.moved(bytes);
    }

    @Override
    public void goesWhole(GoesWhole why) {
        // All of its bytes will be told of as they move.
    }

    @Override
    public void finished(TransferResult result) {
        // A store that copies by itself has moved nothing through here.
        if (result.parts() == 0) {
            listener.moved(result.stored().size());
        }
    }
}
