package dev.waybill.testkit.azure;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.waybill.testkit.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A real Azurite on loopback with an account of its own, where it is installed (see [NeedsAzurite]).
public final class Azurite implements AutoCloseable {
    /// The account.
    public static final String ACCOUNT = "waybilltest";

    /// Its key, which is good for nothing else.
    public static final String KEY = "d2F5YmlsbCB0ZXN0IGtleSwgZ29vZCBmb3Igbm90aGluZyBlbHNlIQ==";

    /// The account of every emulator of Azure, for programs that know no other of an emulator.
    public static final String EMULATOR_ACCOUNT = "devstoreaccount1";

    /// Its key, which Microsoft's documentation of the emulator prints.
    public static final String EMULATOR_KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static final String VERSION = "3.37.0";

    /// Where `scripts/install-azurite` puts it.
    private static final Path INSTALLED = Path.of(System.getProperty("user.home"), ".cache", "waybill-test", "azurite");

    /// Runs a program until nobody holds the other end of the standard input any more: it ends with this process,
    /// however that ends.
    private static final String UNTIL_INPUT_ENDS = "\"$@\" </dev/null & read -r end; kill -9 $!";

    private static final long START_SECONDS = 30;

    private final Process process;
    private final int port;

    private Azurite(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// The program, or empty if it is not on this machine.
    static Optional<Path> program() {
        String named = System.getenv("WAYBILL_TEST_AZURITE");
        return Stream.of(named == null ? INSTALLED : Path.of(named))
                .map(folder -> folder.resolve("node_modules/azurite/dist/src/blob/main.js"))
                .filter(Files::exists)
                .findFirst();
    }

    /// Whether it can be run here.
    public static boolean isInstalled() {
        return program().isPresent();
    }

    /// Skips the test that asks, by name, where it is not installed. Where `WAYBILL_TEST_AZURITE` names its folder, it
    /// must be there.
    public static void assumeInstalled() {
        assumeTrue(isWanted(), missing());
    }

    /// Whether tests that need it are to run.
    static boolean isWanted() {
        return isInstalled() || System.getenv("WAYBILL_TEST_AZURITE") != null;
    }

    /// Why it cannot be run here, in a sentence that says what to do.
    static String missing() {
        return "Azurite " + VERSION + " is not installed: run scripts/install-azurite (it needs npm)";
    }

    /// One for the whole test process, which keeps all in memory and ends with it.
    public static Azurite shared() {
        return Shared.INSTANCE;
    }

    private static final class Shared {
        private static final Azurite INSTANCE = start(freePort(), Optional.empty());
    }

    /// Starts one of its own, on a port that is free now.
    ///
    /// @param folder where it keeps objects, or empty for in memory
    public static Azurite start(int port, Optional<Path> folder) {
        return start(
                port,
                folder.map(path -> List.of("--location", path.toString())).orElse(List.of("--inMemoryPersistence")));
    }

    /// Starts one that listens for HTTPS alone, shows this certificate and takes tokens of identities, too, whose times
    /// and issuer it checks, but no signature.
    public static Azurite startSecure(TestCertificate certificate) throws IOException {
        return start(
                freePort(),
                List.of(
                        "--inMemoryPersistence",
                        "--oauth",
                        "basic",
                        "--cert",
                        certificate.certificatePem().toString(),
                        "--key",
                        certificate.keyPem().toString()));
    }

    private static Azurite start(int port, List<String> more) {
        var command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                UNTIL_INPUT_ENDS,
                "azurite",
                "node",
                program()
                        .orElseThrow(() -> new IllegalStateException(missing()))
                        .toString(),
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                Integer.toString(port),
                "--silent",
                "--skipApiVersionCheck",
                "--disableTelemetry"));
        command.addAll(more);
        var builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .put("AZURITE_ACCOUNTS", ACCOUNT + ":" + KEY + ";" + EMULATOR_ACCOUNT + ":" + EMULATOR_KEY);
        try {
            var azurite = new Azurite(builder.start(), port);
            azurite.awaitReady();
            return azurite;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A port that is free now.
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException("Azurite does not start on port " + port);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Where it listens on 127.0.0.1.
    public int port() {
        return port;
    }

    /// Where the account's blobs are, through any port that leads here.
    public static URI endpoint(int port) {
        return URI.create("http://127.0.0.1:" + port + "/" + ACCOUNT);
    }

    /// Makes a container of its own for the caller.
    ///
    /// @return its name
    public String newContainer() {
        String container = "c-" + UUID.randomUUID();
        NewContainer.create(endpoint(port), container, Optional.empty());
        return container;
    }

    /// Makes a container where this one listens for HTTPS.
    ///
    /// @return its name
    public String newContainer(TestCertificate certificate) throws IOException {
        String container = "c-" + UUID.randomUUID();
        NewContainer.create(secureEndpoint(), container, Optional.of(certificate.context()));
        return container;
    }

    /// Where the account's blobs are by HTTPS.
    public URI secureEndpoint() {
        return URI.create("https://127.0.0.1:" + port + "/" + ACCOUNT);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
