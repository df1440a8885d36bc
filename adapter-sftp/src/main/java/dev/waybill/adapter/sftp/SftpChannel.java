package dev.waybill.adapter.sftp;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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

    private final Wire wire;
    private final Map<Integer, Pending> pending = new ConcurrentHashMap<>();
    private final OpenHandles handles = new OpenHandles();
    private final AtomicInteger numbers = new AtomicInteger();
    private volatile Vigil vigil;
    private volatile @Nullable IOException ended;
    private volatile long quickest = Long.MAX_VALUE;
    private Map<String, String> extensions = Map.of();
    private ServerLimits limits = ServerLimits.UNTOLD;
    private FolderHandles folders = new FolderHandles(limits.handles(), handles::count);

    private SftpChannel(Wire wire, Duration greeting) {
        this.wire = wire;
        vigil = vigil(greeting);
    }

    private Vigil vigil(Duration patience) {
        return new Vigil(patience, () -> !pending.isEmpty(), () -> giveUp(patience));
    }

    /// Begins a conversation, which closes the wire when it is closed.
    ///
    /// @param greeting how long the server may take for its first answer
    /// @param patience how long it may give no sign of life afterwards before an answer is given up
    static SftpChannel open(Wire wire, Duration greeting, Duration patience) throws IOException {
        var channel = new SftpChannel(wire, greeting);
        boolean opened = false;
        try {
            channel.open(patience);
            opened = true;
            return channel;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    private void open(Duration patience) throws IOException {
        wire.open(new Frames(this::receive), new Signs());
        vigil.begin();
        var hello = new ByteArrayBuffer(16, false);
        hello.putInt(1 + Integer.BYTES);
        hello.putByte((byte) Fxp.INIT);
        hello.putInt(VERSION);
        var welcome = new Pending("say hello");
        signIfNobodyWaits();
        pending.put(INIT_NUMBER, welcome);
        greet(hello);
        failIfEnded(INIT_NUMBER, welcome);
        extensions = readVersion(welcome.await());
        watch(patience);
        if (offers(Fxp.LIMITS)) {
            limits = askForLimits();
            folders = new FolderHandles(limits.handles(), handles::count);
        }
    }

    private void greet(Buffer hello) {
        try {
            wire.send(hello);
        } catch (IOException endedAlready) {
            // The wire tells why, to all who wait for answers.
            return;
        }
    }

    /// Has so much patience from now on.
    private void watch(Duration patience) {
        vigil.end();
        vigil = vigil(patience);
        vigil.begin();
        if (ended != null) {
            vigil.end();
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
        return ended == null && wire.isOpen();
    }

    /// Sends a request; its answer is to be waited for.
    Pending send(Request request) {
        int number = numbers.incrementAndGet() & Integer.MAX_VALUE;
        var answer = new Pending(request.what());
        signIfNobodyWaits();
        pending.put(number, answer);
        request.closed().ifPresent(handle -> handles.closing(number, handle));
        // Half a packet would end the conversation for all who share it; who sent it is told where it waits.
        boolean interrupted = Thread.interrupted();
        try {
            wire.send(request.numbered(number));
        } catch (IOException | RuntimeException e) {
            end(new IOException("the connection broke", e));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        failIfEnded(number, answer);
        return answer;
    }

    /// What is sent once the end was told is waited for in vain.
    private void failIfEnded(int number, Pending answer) {
        var over = ended;
        if (over != null && pending.remove(number) != null) {
            answer.fail(over);
        }
    }

    /// To be done before one waits: the watch may look at any time, and several may begin to wait at once.
    private void signIfNobodyWaits() {
        if (pending.isEmpty()) {
            vigil.sign();
        }
    }

    /// Sends a request and waits for its answer.
    Reply ask(Request request) throws IOException {
        long begin = System.nanoTime();
        var reply = send(request).await();
        quickest = Math.min(quickest, System.nanoTime() - begin);
        return reply;
    }

    /// The least time in which the server has answered so far: there and back, and little else.
    long quickestNanos() {
        return quickest;
    }

    /// Gives the whole session up, which the server has left without any answer for too long.
    private void giveUp(Duration patience) {
        end(new IOException("the server gave no sign for " + patience.toSeconds() + " seconds"));
        wire.cut();
    }

    private void receive(Buffer packet) {
        int type = packet.getUByte();
        int number = type == Fxp.VERSION ? INIT_NUMBER : packet.getInt();
        if (!handles.see(number, type, packet)) {
            end(new IOException("the server gave one handle to two open files"));
            wire.close();
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
        wire.close();
        end(new IOException("the connection was closed"));
    }

    private final class Signs implements Wire.Listener {
        @Override
        public void alive() {
            vigil.sign();
        }

        @Override
        public void ended(IOException reason) {
            end(reason);
        }
    }
}
