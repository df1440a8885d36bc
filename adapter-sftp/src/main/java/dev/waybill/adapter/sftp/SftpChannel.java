package dev.waybill.adapter.sftp;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.ChannelAsyncOutputStream;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/// One SFTP conversation: any number of requests under way at once, each answered by its number. The server
/// carries out what comes over one channel in the order it was sent. Any thread may use it.
///
/// Sending never blocks: what the server has no room for yet waits in memory, so each sender bounds what it
/// has under way.
final class SftpChannel implements Closeable {
    private static final int VERSION = 3;
    private static final int INIT_NUMBER = -1;

    private final ClientSession session;
    private final Duration patience;
    private final Subsystem subsystem = new Subsystem();
    private final Map<Integer, Pending> pending = new ConcurrentHashMap<>();
    private final OpenHandles handles = new OpenHandles();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Vigil vigil;
    private volatile @Nullable IOException ended;
    private Map<String, String> extensions = Map.of();
    private ServerLimits limits = ServerLimits.UNTOLD;
    private FolderHandles folders = new FolderHandles(limits.handles(), handles::count);

    private SftpChannel(ClientSession session, Duration patience) {
        this.session = session;
        this.patience = patience;
        vigil = new Vigil(patience, () -> !pending.isEmpty(), this::giveUp);
    }

    /// Opens a channel in a session.
    ///
    /// @param patience how long the server may give no sign of life before an answer is given up
    static SftpChannel open(ClientSession session, Duration patience) throws IOException {
        var channel = new SftpChannel(session, patience);
        boolean opened = false;
        try {
            channel.open();
            opened = true;
            return channel;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    private void open() throws IOException {
        try {
            session.getService(ConnectionService.class).registerChannel(subsystem);
        } catch (IllegalStateException closing) {
            throw ConnectionLost.ended(closing);
        }
        subsystem.addCloseFutureListener(closed -> end(new IOException("the connection ended")));
        subsystem.open().verify(patience);
        vigil.begin();
        var hello = new ByteArrayBuffer(16, false);
        hello.putInt(1 + Integer.BYTES);
        hello.putByte((byte) Fxp.INIT);
        hello.putInt(VERSION);
        var welcome = new Pending("say hello");
        pending.put(INIT_NUMBER, welcome);
        subsystem.send(hello);
        extensions = readVersion(welcome.await());
        if (offers(Fxp.LIMITS)) {
            limits = askForLimits();
            folders = new FolderHandles(limits.handles(), handles::count);
        }
    }

    /// What the server says it takes; one that offers to say so and then does not has said nothing.
    private ServerLimits askForLimits() throws IOException {
        var answer = ask(Request.limits());
        try {
            return ServerLimits.of(answer.numbers(ServerLimits.NUMBERS));
        } catch (IOException e) {
            return ServerLimits.UNTOLD;
        }
    }

    /// How many bytes to ask for at once.
    int readBytes() {
        return limits.readBytes();
    }

    /// How many bytes to send at once.
    int writeBytes() {
        return limits.writeBytes();
    }

    /// How many files and folders may be open at once.
    int mostHandles() {
        return limits.handles();
    }

    /// How many of them are folders that listings look into.
    FolderHandles folders() {
        return folders;
    }

    /// How many are.
    int openHandles() {
        return handles.count();
    }

    private static Map<String, String> readVersion(Reply reply) throws IOException {
        try {
            var body = reply.body();
            int version = body.getInt();
            if (version != VERSION) {
                throw new IOException("the server speaks version " + version + " of SFTP, and not " + VERSION);
            }
            var extensions = new HashMap<String, String>();
            while (body.available() > 0) {
                String name = body.getString(StandardCharsets.UTF_8);
                extensions.put(name, new String(body.getBytes(), StandardCharsets.ISO_8859_1));
            }
            return Map.copyOf(extensions);
        } catch (RuntimeException e) {
            throw new IOException("the server's first answer makes no sense", e);
        }
    }

    /// Whether the server offers an extension.
    boolean offers(String extension) {
        return extensions.containsKey(extension);
    }

    boolean isOpen() {
        return ended == null && subsystem.isOpen() && session.isOpen();
    }

    ClientSession session() {
        return session;
    }

    /// Sends a request; its answer is to be waited for.
    Pending send(Request request) {
        int number = numbers.incrementAndGet() & Integer.MAX_VALUE;
        var answer = new Pending(request.what());
        pending.put(number, answer);
        request.closed().ifPresent(handle -> handles.closing(number, handle));
        // Half a packet would end the conversation for all who share it; who sent it is told where it waits.
        boolean interrupted = Thread.interrupted();
        try {
            subsystem.send(request.numbered(number));
        } catch (IOException | RuntimeException e) {
            end(new IOException("the connection broke", e));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        var over = ended;
        if (over != null && pending.remove(number) != null) {
            answer.fail(over);
        }
        return answer;
    }

    /// Sends a request and waits for its answer.
    Reply ask(Request request) throws IOException {
        return send(request).await();
    }

    /// Gives the whole session up, which the server has left without any answer for too long.
    private void giveUp() {
        end(new IOException("the server gave no sign for " + patience.toSeconds() + " seconds"));
        session.close(true);
    }

    private void receive(Buffer packet) {
        int type = packet.getUByte();
        int number = type == Fxp.VERSION ? INIT_NUMBER : packet.getInt();
        if (!handles.see(number, type, packet)) {
            end(new IOException("the server gave one handle to two open files"));
            subsystem.close(true);
            return;
        }
        var answered = pending.remove(number);
        if (answered != null) {
            answered.arrive(new Reply(answered.what(), type, packet));
        }
    }

    private void end(IOException reason) {
        if (ended == null) {
            ended = reason;
            vigil.end();
        }
        for (int number : List.copyOf(pending.keySet())) {
            var unanswered = pending.remove(number);
            if (unanswered != null) {
                unanswered.fail(reason);
            }
        }
    }

    @Override
    public void close() {
        subsystem.close(true);
        end(new IOException("the connection was closed"));
    }

    private final class Subsystem extends ChannelSubsystem {
        private @Nullable SendQueue queue;

        Subsystem() {
            super("sftp");
            setOut(new Frames(SftpChannel.this::receive));
            setErr(OutputStream.nullOutputStream());
        }

        @Override
        protected void doOpen() throws IOException {
            super.doOpen();
            asyncIn = new ChannelAsyncOutputStream(this, SshConstants.SSH_MSG_CHANNEL_DATA);
            queue = new SendQueue(
                    asyncIn,
                    getRemoteWindow().getPacketSize(),
                    reason -> end(new IOException("the connection broke", reason)));
        }

        void send(Buffer packet) throws IOException {
            var out = queue;
            if (out == null) {
                throw new IOException("the channel is not open");
            }
            if (pending.size() <= 1) {
                vigil.sign();
            }
            out.send(packet);
        }

        @Override
        protected void doWriteData(byte[] data, int offset, long length) throws IOException {
            vigil.sign();
            try {
                super.doWriteData(data, offset, length);
            } catch (IOException | RuntimeException e) {
                end(new IOException(e.getMessage(), e));
                throw e;
            }
        }

        @Override
        public void handleWindowAdjust(Buffer buffer) throws IOException {
            vigil.sign();
            super.handleWindowAdjust(buffer);
        }
    }
}
