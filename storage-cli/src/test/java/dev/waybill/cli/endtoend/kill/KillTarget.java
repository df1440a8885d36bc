package dev.waybill.cli.endtoend.kill;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.WireFault;
import dev.waybill.testkit.s3.S3Credentials;
import dev.waybill.testkit.s3.S3WireServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// A remote of the runs that are killed: how it is configured, slowed down, and what it was asked for.
interface KillTarget extends AutoCloseable {
    /// What no output may hold.
    String SECRET = "hunter2-must-stay-hidden";

    /// The stores that runs are killed on. A further one is one line.
    enum Kind {
        FOLDER {
            @Override
            @MustBeClosed
            KillTarget open(Path project) {
                return new Folder(project.resolve("remote"));
            }
        },
        S3 {
            @Override
            @MustBeClosed
            KillTarget open(Path project) {
                return new Bucket(List.of());
            }
        },
        /// Through a proxy that loses connections and is far away.
        S3_LOSSY {
            @Override
            @MustBeClosed
            KillTarget open(Path project) {
                return new Bucket(List.of(
                        new WireFault.Latency(WireFault.Direction.DOWN, Duration.ofMillis(20)),
                        new WireFault.Reset(WireFault.Direction.UP, 11 << 20)));
            }
        };

        /// Opens it, empty; the caller closes it.
        @MustBeClosed
        abstract KillTarget open(Path project);
    }

    /// The settings of the remote, indented for `waybill.yaml`.
    String settings();

    /// The length of parts to move objects in: as little as it takes, so that there are many.
    long partBytes();

    /// Makes everything that goes through it slow enough to be killed midway, or lifts that.
    void slow(boolean on);

    /// How many writes of parts of large objects it was asked for, or -1 if it does not count.
    long partWrites();

    @Override
    void close();

    /// A folder, which nothing slows down: its runs move more bytes.
    record Folder(Path root) implements KillTarget {
        @Override
        public String settings() {
            return "      provider: file\n      root: \"" + root + "\"\n      createRoot: true\n";
        }

        @Override
        public long partBytes() {
            return 256 << 10;
        }

        @Override
        public void slow(boolean on) {}

        @Override
        public long partWrites() {
            return -1;
        }

        @Override
        public void close() {}
    }

    /// A bucket behind a proxy.
    final class Bucket implements KillTarget {
        private static final long BYTES_PER_SECOND = 4 << 20;

        private final S3WireServer server = S3WireServer.start(Clock.systemUTC());
        private final FaultProxy proxy;
        private final List<WireFault> faults;

        @SuppressWarnings("MustBeClosedChecker") // closed by close
        Bucket(List<WireFault> faults) {
            this.faults = faults;
            server.allow(S3Credentials.of("someone", SECRET));
            server.createBucket("bucket");
            try {
                proxy = FaultProxy.to("127.0.0.1", server.endpoint().getPort());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String settings() {
            return """
                          provider: s3
                          endpoint: "http://127.0.0.1:%d"
                          profile: aws
                          pathStyle: true
                          region: us-east-1
                          bucket: bucket
                          prefix: data
                          accessKeyId: someone
                          secretAccessKey: "${env:SECRET}"
                    """.formatted(proxy.port());
        }

        @Override
        public long partBytes() {
            return 5 << 20;
        }

        @Override
        public void slow(boolean on) {
            if (on) {
                proxy.onEvery(new WireFault.Slow(WireFault.Direction.UP, BYTES_PER_SECOND));
                proxy.onEvery(new WireFault.Slow(WireFault.Direction.DOWN, BYTES_PER_SECOND));
                faults.forEach(proxy::onEvery);
            } else {
                proxy.heal();
            }
        }

        /// A connection that is lost makes a part move again, which counts nothing here.
        @Override
        public long partWrites() {
            return faults.isEmpty()
                    ? server.requests().stream()
                            .filter(request -> request.startsWith("PUT /bucket/data/large"))
                            .count()
                    : -1;
        }

        @Override
        public void close() {
            try {
                proxy.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                server.close();
            }
        }
    }
}
