package dev.waybill.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// One way in which a connection through a [FaultProxy] goes wrong. Bytes are counted in one direction, from
/// when the fault is put on the connection.
public sealed interface WireFault {
    /// Which way bytes go.
    enum Direction {
        /// From the client to the server.
        UP,
        /// From the server to the client.
        DOWN
    }

    /// The client is reset before a byte passes.
    record Refuse() implements WireFault {}

    /// Both ends are reset when `bytes` have passed.
    ///
    /// @param direction which way they are counted
    /// @param bytes how many pass, 0 or more
    record Reset(Direction direction, long bytes) implements WireFault {
        public Reset {
            requireAtLeast(0, bytes, "bytes");
        }
    }

    /// Both ends see a clean end when `bytes` have passed.
    ///
    /// @param direction which way they are counted
    /// @param bytes how many pass, 0 or more
    record Cut(Direction direction, long bytes) implements WireFault {
        public Cut {
            requireAtLeast(0, bytes, "bytes");
        }
    }

    /// Nothing passes after `bytes`, until the fault is lifted.
    ///
    /// @param direction which way they are counted, and which way stands still
    /// @param bytes how many pass, 0 or more
    record Stall(Direction direction, long bytes) implements WireFault {
        public Stall {
            requireAtLeast(0, bytes, "bytes");
        }
    }

    /// One bit of a byte is flipped.
    ///
    /// @param direction which way bytes are counted
    /// @param offset which byte, from 0
    record Corrupt(Direction direction, long offset) implements WireFault {
        public Corrupt {
            requireAtLeast(0, offset, "offset");
        }
    }

    /// No more pass than so many in a second.
    ///
    /// @param direction which way
    /// @param bytesPerSecond how many, 1 or more
    record Slow(Direction direction, long bytesPerSecond) implements WireFault {
        public Slow {
            requireAtLeast(1, bytesPerSecond, "bytesPerSecond");
        }
    }

    /// What is sent arrives later, as over a long way: more can be sent meanwhile, so the latency does not bound
    /// how much passes in a second.
    ///
    /// @param direction which way
    /// @param delay how much later
    record Latency(Direction direction, Duration delay) implements WireFault {
        public Latency {
            if (delay.isNegative()) {
                throw new IllegalArgumentException("delay is " + delay + ", and must not be negative");
            }
        }
    }

    /// The next request of HTTP does not reach the server: the proxy gives this answer, and then the connection ends
    /// cleanly. The rest of the request is read and dropped.
    ///
    /// @param status of the answer
    /// @param headers of it, beside its length
    /// @param body of it
    record Answer(int status, Map<String, String> headers, String body) implements WireFault {
        public Answer {
            headers = Map.copyOf(headers);
            requireAtLeast(100, status, "status");
        }

        /// An answer without a body.
        public static Answer of(int status, Map<String, String> headers) {
            return new Answer(status, headers, "");
        }

        /// What goes over the wire.
        byte[] toBytes() {
            byte[] content = body.getBytes(StandardCharsets.UTF_8);
            var head = new StringBuilder("HTTP/1.1 " + status + " as the test asked for\r\n");
            headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
            head.append("Content-Length: " + content.length + "\r\nConnection: close\r\n\r\n" + body);
            return head.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    /// Both ends are reset when `bytes` have gone to the server.
    static WireFault resetAfterUp(long bytes) {
        return new Reset(Direction.UP, bytes);
    }

    /// Both ends are reset when `bytes` have gone to the client.
    static WireFault resetAfterDown(long bytes) {
        return new Reset(Direction.DOWN, bytes);
    }

    /// The connection ends cleanly when `bytes` have gone to the client.
    static WireFault cutAfterDown(long bytes) {
        return new Cut(Direction.DOWN, bytes);
    }

    /// The client waits for more when `bytes` have come to it.
    static WireFault stallAfterDown(long bytes) {
        return new Stall(Direction.DOWN, bytes);
    }

    private static void requireAtLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", and must be " + least + " or more");
        }
    }
}
