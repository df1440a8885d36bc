package dev.waybill.testkit;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ObjectSource;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// Sources of bytes that misbehave in one way each, and bytes to fill them with.
public final class TestSources {
    private static final long LONGEST_STALL_SECONDS = 60;

    private TestSources() {}

    /// `count` bytes without a short period, the same for the same `seed`.
    public static byte[] bytes(int count, int seed) {
        byte[] bytes = new byte[count];
        long state = seed * 0x9E3779B97F4A7C15L + 1;
        for (int i = 0; i < count; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            bytes[i] = (byte) state;
        }
        return bytes;
    }

    /// Gives `bytes` and declares `length`, which may be a lie.
    public static ObjectSource declaring(long length, byte[] bytes) {
        return source(OptionalLong.of(length), bytes, stream -> stream);
    }

    /// Gives `bytes` without saying how many.
    public static ObjectSource ofUnknownLength(byte[] bytes) {
        return source(OptionalLong.empty(), bytes, stream -> stream);
    }

    /// Declares all of `bytes`, gives the first `count` and then throws `failure`.
    public static ObjectSource throwingAfter(int count, byte[] bytes, IOException failure) {
        return source(
                OptionalLong.of(bytes.length),
                bytes,
                stream -> new At(stream, count, () -> {
                    throw failure;
                }));
    }

    /// As [#throwingAfter], but declares no length.
    public static ObjectSource throwingAfterOfUnknownLength(int count, byte[] bytes, IOException failure) {
        return source(
                OptionalLong.empty(),
                bytes,
                stream -> new At(stream, count, () -> {
                    throw failure;
                }));
    }

    /// Declares all of `bytes` and does `action` once when the first `count` have been given.
    public static ObjectSource acting(int count, byte[] bytes, Runnable action) {
        return source(OptionalLong.of(bytes.length), bytes, stream -> new At(stream, count, action::run));
    }

    /// Cannot be opened.
    public static ObjectSource unopenable(long length, IOException failure) {
        return new ObjectSource() {
            @Override
            public OptionalLong length() {
                return OptionalLong.of(length);
            }

            @Override
            @MustBeClosed
            public InputStream open() throws IOException {
                throw failure;
            }
        };
    }

    /// Gives `bytes` at most `chunk` at a time, however many are asked for.
    public static ObjectSource trickling(int chunk, byte[] bytes) {
        return source(OptionalLong.of(bytes.length), bytes, stream -> new FilterInputStream(stream) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, chunk));
            }
        });
    }

    /// Gives the first half of `bytes`, then waits to be released.
    public static StallingSource stalling(byte[] bytes) {
        return new StallingSource(bytes);
    }

    private static ObjectSource source(OptionalLong length, byte[] bytes, UnaryOperator<InputStream> behaviour) {
        return new ObjectSource() {
            @Override
            public OptionalLong length() {
                return length;
            }

            @Override
            @MustBeClosed
            public InputStream open() {
                return behaviour.apply(new ByteArrayInputStream(bytes));
            }
        };
    }

    /// A source that gives half its bytes and then waits. One thread reads; any thread may call the rest.
    public static final class StallingSource implements ObjectSource {
        private final byte[] bytes;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        private StallingSource(byte[] bytes) {
            this.bytes = Arrays.copyOf(bytes, bytes.length);
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.of(bytes.length);
        }

        @Override
        @MustBeClosed
        public InputStream open() {
            return new At(new ByteArrayInputStream(bytes), bytes.length / 2, () -> {
                reached.countDown();
                Waits.await(released, LONGEST_STALL_SECONDS, TimeUnit.SECONDS);
            });
        }

        /// Waits until the reader has half the bytes and asks for more.
        public void awaitReached() throws IOException {
            Waits.await(reached, LONGEST_STALL_SECONDS, TimeUnit.SECONDS);
        }

        /// Lets the reader go on.
        public void release() {
            released.countDown();
        }
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    /// Does something when a number of bytes has been given and more are asked for.
    private static final class At extends FilterInputStream {
        private final Action action;
        private long left;
        private boolean done;

        At(InputStream stream, long count, Action action) {
            super(stream);
            this.left = count;
            this.action = action;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0 && !done) {
                done = true;
                action.run();
            }
            int n = super.read(target, offset, done ? length : (int) Math.min(length, left));
            left -= done ? 0 : Math.max(n, 0);
            return n;
        }

        @Override
        public long skip(long count) throws IOException {
            return skipNBytesRead(count);
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private long skipNBytesRead(long count) throws IOException {
            byte[] dropped = new byte[(int) Math.min(count, 8192)];
            return Math.max(0, read(dropped, 0, dropped.length));
        }
    }
}
