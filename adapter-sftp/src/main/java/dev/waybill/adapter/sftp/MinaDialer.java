package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.ConnectionService;

/// Connects by Apache MINA SSHD, in this process.
final class MinaDialer implements Dialer {
    private static final int CALLS_BEFORE_MORE = 2;

    private final SshConnector connector;
    private final Duration connectTimeout;

    MinaDialer(SftpConfig config) {
        connector = new SshConnector(config);
        connectTimeout = config.connection().connectTimeout();
    }

    @Override
    public Line connect() throws IOException {
        return new Session(connector.connect(), connectTimeout);
    }

    @Override
    public int callsBeforeMore() {
        return CALLS_BEFORE_MORE;
    }

    @Override
    public void close() {
        connector.close();
    }

    /// @param session the connection
    /// @param connectTimeout how long a command may take to begin
    record Session(ClientSession session, Duration connectTimeout) implements Line {
        @Override
        public boolean isOpen() {
            return session.isOpen();
        }

        @Override
        public SftpChannel open(Duration patience) throws IOException {
            try {
                return SftpChannel.open(new MinaWire(session, patience), patience, patience);
            } catch (InterruptedIOException | ConnectionLost e) {
                throw e;
            } catch (IOException e) {
                if (!session.isOpen()) {
                    throw ConnectionLost.ended(e);
                }
                throw e;
            }
        }

        @Override
        public Ran run(String command, byte[] input, BoundedOutput out, BoundedOutput err, Duration time)
                throws IOException {
            var over = new CountDownLatch(1);
            try (var channel = channel(command)) {
                channel.setOut(out);
                channel.setErr(err);
                channel.addCloseFutureListener(closed -> over.countDown());
                out.whenFull(() -> channel.close(true));
                begin(channel);
                Line.feed(channel.getInvertedIn(), input);
                boolean inTime = over.await(time.toNanos(), TimeUnit.NANOSECONDS);
                if (channel.isRefused()) {
                    throw new CommandRefused("the server refuses to run commands", null);
                }
                return new Ran(inTime, Optional.ofNullable(channel.getExitStatus()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while a command ran on the server");
            }
        }

        private MinaCommand channel(String command) throws IOException {
            var channel = new MinaCommand(command);
            try {
                session.getService(ConnectionService.class).registerChannel(channel);
            } catch (IllegalStateException closing) {
                throw ConnectionLost.ended(closing);
            }
            return channel;
        }

        private void begin(MinaCommand channel) throws IOException {
            try {
                channel.open().verify(connectTimeout);
            } catch (SshException e) {
                if (channel.getSession().isOpen()) {
                    throw new CommandRefused(String.valueOf(e.getMessage()), e);
                }
                throw ConnectionLost.unreached("the connection ended: " + e.getMessage(), e);
            }
        }
    }
}
