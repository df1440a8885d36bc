package dev.waybill.testkit;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of an adapter's calls when the way to its server breaks, as tests: each ends in success or in the
/// right error, never in a short or a wrong object or a wait without end, and no connection and no thread is left.
///
/// A test class of an adapter starts a server and opens adapters of it; a [FaultProxy] stands between. All tests
/// share the server, each has a folder of its own. Stores that speak HTTP extend [HttpFaultContract].
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class WireFaultContract
        implements BrokenWriteContract, BrokenReadContract, BrokenUploadContract, LostServerContract {
    private Optional<WireServer> server = Optional.empty();
    private Optional<FaultBench> bench = Optional.empty();
    private int tests;

    /// Starts the server.
    ///
    /// @param folder for its files
    protected abstract WireServer startServer(Path folder) throws Exception;

    /// Opens an adapter that is led to a server which cannot prove to be the one that the adapter is to trust.
    @MustBeClosed
    protected abstract IObjectStorageAdapter openAtStranger(WireServer trusted) throws Exception;

    /// A word of the error that tells the user so.
    protected abstract String wordOfStrangers();

    /// Whether an answer whose head is cut off is told from one that ends there: by a client of HTTP that takes what
    /// has come for all, it is not where the connection is not encrypted.
    protected boolean noticesCutHeads() {
        return true;
    }

    /// What begins with the first adapter of a JVM and stays begins before the first test.
    @BeforeAll
    final void start_the_server(@TempDir Path folder) throws Exception {
        var started = startServer(folder);
        server = Optional.of(started);
        try (var first = started.open(new WireClient(started.port(), Clock.systemUTC(), Duration.ofSeconds(20)))) {
            new StoreUnderTest(first).put("first", "of all");
            new StoreUnderTest(first).text("first");
        }
    }

    @AfterAll
    final void stop_the_server() throws Exception {
        if (server.isPresent()) {
            server.get().close();
        }
    }

    @BeforeEach
    final void put_a_proxy_in_front() throws IOException {
        tests++;
        bench = Optional.of(new FaultBench(server.orElseThrow(), "test-" + tests + "/"));
    }

    @AfterEach
    final void nothing_is_left() throws IOException {
        if (bench.isPresent()) {
            bench.get().close();
        }
    }

    @Override
    public final FaultBench bench() {
        return bench.orElseThrow();
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed at the end of the test
    public final StoreUnderTest openStranger() throws Exception {
        return bench().adopt(openAtStranger(server.orElseThrow()));
    }

    @Override
    public final boolean cutHeadsShow() {
        return noticesCutHeads();
    }

    @Override
    public final String refusalOfStrangers() {
        return wordOfStrangers();
    }
}
