package dev.waybill.adapter.sftp;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Keeps the beginning of what a program prints. One thread writes, another may ask.
final class BoundedOutput extends OutputStream {
    private final int most;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean full;
    private Runnable whenFull = () -> {};

    BoundedOutput(int most) {
        this.most = most;
    }

    /// What to do once when more comes than is kept.
    synchronized void whenFull(Runnable action) {
        whenFull = action;
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int room = most - kept.size();
        kept.write(bytes, offset, Math.min(room, length));
        if (length > room && !full) {
            full = true;
            whenFull.run();
        }
    }

    synchronized boolean isFull() {
        return full;
    }

    synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
