package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.ChannelAsyncOutputStream;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// A channel of a connection of Apache MINA SSHD.
final class MinaWire implements Wire {
    private final ClientSession session;
    private final Duration patience;
    private @Nullable Subsystem subsystem;

    /// @param patience how long the server may take to open the channel
    MinaWire(ClientSession session, Duration patience) {
        this.session = session;
        this.patience = patience;
    }

    @Override
    public void open(OutputStream received, Listener listener) throws IOException {
        var opening = new Subsystem(received, listener);
        subsystem = opening;
        try {
            session.getService(ConnectionService.class).registerChannel(opening);
        } catch (IllegalStateException closing) {
            throw ConnectionLost.ended(closing);
        }
        opening.addCloseFutureListener(closed -> listener.ended(new IOException("the connection ended")));
        opening.open().verify(patience);
        listener.alive();
    }

    @Override
    public void send(Buffer packet) throws IOException {
        var out = subsystem == null ? null : subsystem.queue;
        if (out == null) {
            throw new IOException("the channel is not open");
        }
        out.send(packet);
    }

    @Override
    public boolean isOpen() {
        return subsystem != null && subsystem.isOpen() && session.isOpen();
    }

    @Override
    public void cut() {
        session.close(true);
    }

    @Override
    public void close() {
        if (subsystem != null) {
            subsystem.close(true);
        }
    }

    private static final class Subsystem extends ChannelSubsystem {
        private final Listener listener;
        private @Nullable SendQueue queue;

        Subsystem(OutputStream received, Listener listener) {
            super("sftp");
            this.listener = listener;
            setOut(received);
            setErr(OutputStream.nullOutputStream());
        }

        @Override
        protected void doOpen() throws IOException {
            super.doOpen();
            asyncIn = new ChannelAsyncOutputStream(this, SshConstants.SSH_MSG_CHANNEL_DATA);
            queue = new SendQueue(
                    asyncIn,
                    getRemoteWindow().getPacketSize(),
                    reason -> listener.ended(new IOException("the connection broke", reason)));
        }

        @Override
        protected void doWriteData(byte[] data, int offset, long length) throws IOException {
            listener.alive();
            try {
                super.doWriteData(data, offset, length);
            } catch (IOException | RuntimeException e) {
                listener.ended(new IOException(e.getMessage(), e));
                throw e;
            }
        }

        @Override
        public void handleWindowAdjust(Buffer buffer) throws IOException {
            listener.alive();
            super.handleWindowAdjust(buffer);
        }
    }
}
