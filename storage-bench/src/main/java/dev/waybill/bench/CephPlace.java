package dev.waybill.bench;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.WireFault;
import dev.waybill.testkit.WireFault.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The Ceph that `scripts/ceph-start` started, reached directly and over a way of 20 milliseconds there and back.
final class CephPlace {
    private static final String KEY = "testaccess";
    private static final String SECRET = "testsecretkey1234567890";
    private static final String BUCKET = "bench";
    private static final int DISCARD_PORT = 9;
    private static final Duration ONE_WAY = Duration.ofMillis(10);
    private static final Pattern REQUESTS = Pattern.compile("\"req\": (\\d+)");

    private final Optional<URI> near;
    private final FaultProxy way;
    private final String socket;

    /// The one that `bench.ceph` (the URL of the gateway) and `bench.ceph.socket` (its admin socket) name; without them
    /// there are no targets.
    ///
    /// @param way leads to it
    CephPlace(FaultProxy way) {
        this.near = url();
        this.way = way;
        this.socket = System.getProperty("bench.ceph.socket", "");
        near.ifPresent(url -> Buckets.create(url, KEY, SECRET, BUCKET));
        way.onEvery(new WireFault.Latency(Direction.UP, ONE_WAY));
        way.onEvery(new WireFault.Latency(Direction.DOWN, ONE_WAY));
    }

    /// A way to the one that `bench.ceph` names, or to nowhere.
    @MustBeClosed
    static FaultProxy way() throws IOException {
        return FaultProxy.to("127.0.0.1", url().map(URI::getPort).orElse(DISCARD_PORT));
    }

    private static Optional<URI> url() {
        return Optional.ofNullable(System.getProperty("bench.ceph"))
                .filter(url -> !url.isBlank())
                .map(URI::create);
    }

    /// The bucket, by both ways.
    List<Target> targets() {
        return near.map(url -> List.of(
                        target("Ceph", url), target("Ceph, 20 ms away", URI.create("http://127.0.0.1:" + way.port()))))
                .orElse(List.of());
    }

    private static Target target(String name, URI endpoint) {
        return new Target.Bucket(name, endpoint, "ceph", KEY, SECRET, BUCKET, "");
    }

    /// How many requests the gateway answered since it was started.
    ///
    /// @throws UncheckedIOException if it does not say so: a figure that is made up is none
    long requests() {
        try {
            var process = new ProcessBuilder("ceph", "--admin-daemon", socket, "perf", "dump", "rgw")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var matcher = REQUESTS.matcher(told);
            if (!matcher.find()) {
                throw new IOException("no number of requests from the gateway's admin socket " + socket);
            }
            return Long.parseLong(matcher.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
