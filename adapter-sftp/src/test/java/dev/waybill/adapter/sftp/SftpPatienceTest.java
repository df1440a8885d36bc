package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;

/// How long a conversation waits for a server that had nothing to do.
final class SftpPatienceTest {
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final int CONVERSATIONS = 50;

    @Test
    void what_two_ask_at_once_after_a_silence_is_waited_for_from_then_on() throws Exception {
        var channels = new ArrayList<SftpChannel>();
        try {
            for (int i = 0; i < CONVERSATIONS; i++) {
                channels.add(SftpChannel.open(new SilentWire(), PATIENCE, PATIENCE));
            }
            // Then each has been looked after once, and will be again before its patience is over.
            long silence = PATIENCE.plus(PATIENCE.dividedBy(2)).toMillis();
            assertThat(new CountDownLatch(1).await(silence, TimeUnit.MILLISECONDS))
                    .isFalse();
            long asked = System.nanoTime();
            for (var channel : channels) {
                askTwice(channel);
            }
            for (var channel : channels) {
                assertThatExceptionOfType(ConnectionLost.class)
                        .isThrownBy(() -> channel.ask(Request.limits()))
                        .withMessageContaining("gave no sign");
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThanOrEqualTo(PATIENCE);
            }
        } finally {
            channels.forEach(SftpChannel::close);
        }
    }

    private static void askTwice(SftpChannel channel) throws Exception {
        var ready = new CountDownLatch(2);
        var asking = List.of(new FutureTask<>(() -> ask(channel, ready)), new FutureTask<>(() -> ask(channel, ready)));
        asking.forEach(task -> {
            Thread unused = Thread.ofPlatform().start(task);
        });
        for (var task : asking) {
            assertThat(task.get()).isNotNull();
        }
    }

    private static Pending ask(SftpChannel channel, CountDownLatch ready) {
        var request = Request.limits();
        ready.countDown();
        while (ready.getCount() > 0) {
            Thread.onSpinWait();
        }
        return channel.send(request);
    }

    /// Says its version, and nothing more.
    private static final class SilentWire implements Wire {
        private OutputStream received = OutputStream.nullOutputStream();

        @Override
        public void open(OutputStream to, Listener listener) {
            received = to;
        }

        @Override
        public void send(Buffer packet) throws IOException {
            if (packet.array()[packet.rpos() + Integer.BYTES] == Fxp.INIT) {
                var version = new ByteArrayBuffer();
                version.putInt(1 + Integer.BYTES);
                version.putByte((byte) Fxp.VERSION);
                version.putInt(3);
                received.write(version.getCompactData());
            }
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void cut() {}

        @Override
        public void close() {}
    }
}
