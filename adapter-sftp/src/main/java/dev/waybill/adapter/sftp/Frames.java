package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// Puts the packets of SFTP together again from the pieces that SSH brings. One thread at a time.
final class Frames extends OutputStream {
    /// More than any server may send: answers are at most as long as what was asked for.
    private static final int MAX_BYTES = 1 << 20;

    private final Consumer<Buffer> receiver;
    private final byte[] header = new byte[Integer.BYTES];
    private byte[] packet = header;
    private boolean headed;
    private int filled;

    /// @param receiver gets each packet without its length
    Frames(Consumer<Buffer> receiver) {
        this.receiver = receiver;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int position = offset;
        int end = offset + length;
        while (position < end) {
            int count = Math.min(end - position, packet.length - filled);
            System.arraycopy(bytes, position, packet, filled, count);
            position += count;
            filled += count;
            if (filled == packet.length) {
                complete();
            }
        }
    }

    private void complete() throws IOException {
        filled = 0;
        if (headed) {
            byte[] whole = packet;
            packet = header;
            headed = false;
            receiver.accept(new ByteArrayBuffer(whole));
            return;
        }
        int length = new ByteArrayBuffer(header.clone()).getInt();
        if (length < 1 || length > MAX_BYTES) {
            throw new IOException("the server sent something else than SFTP (a packet of "
                    + Integer.toUnsignedString(length) + " bytes); does it print text when one logs in?");
        }
        packet = new byte[length];
        headed = true;
    }
}
