package dev.waybill.adapter.sftp;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.WireClient;
import dev.waybill.testkit.WireFaultContract;
import dev.waybill.testkit.WireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;

/// Everything that goes wrong on the way to OpenSSH's server.
class SftpWireFaultsTest extends WireFaultContract {
    private Optional<Server> server = Optional.empty();
    private Optional<OpenSshServer> stranger = Optional.empty();
    private Path files = Path.of("");

    /// The server as the adapter is to reach it.
    OpenSshServer reached(OpenSshServer sshd) {
        return sshd;
    }

    @Override
    protected WireServer startServer(Path folder) throws IOException {
        OpenSshServer.assumeInstalled();
        files = folder;
        server = Optional.of(new Server(folder));
        return server.get();
    }

    @Override
    @MustBeClosed
    protected IObjectStorageAdapter openAtStranger(WireServer trusted) throws IOException {
        var other = reached(OpenSshServer.start(Files.createDirectory(files.resolve("stranger"))));
        stranger = Optional.of(other);
        return server.orElseThrow().open(other.port(), Map.of());
    }

    @AfterAll
    void stop_the_stranger() {
        stranger.ifPresent(OpenSshServer::close);
    }

    @Override
    protected String wordOfStrangers() {
        return "Someone may be listening in";
    }

    /// How long a connection may take where the server is given up soon.
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(2);

    private final class Server implements WireServer {
        private final Path folder;
        private final Path root;
        private OpenSshServer sshd;

        Server(Path files) throws IOException {
            this.folder = Files.createDirectory(files.resolve("server"));
            this.root = Files.createDirectory(files.resolve("root"));
            this.sshd = reached(OpenSshServer.start(folder));
        }

        @Override
        public int port() {
            return sshd.port();
        }

        @MustBeClosed
        IObjectStorageAdapter open(int port, Map<String, String> more) {
            return sshd.open(port, root, more);
        }

        @Override
        @MustBeClosed
        public IObjectStorageAdapter open(WireClient client) {
            String patience = client.patience().toString().substring("PT".length());
            boolean impatient = client.patience().compareTo(CONNECT_PATIENCE) < 0;
            String connecting = impatient ? CONNECT_PATIENCE.toSeconds() + "s" : "20s";
            var settings = Map.of("readTimeout", patience, "connectTimeout", connecting, "connections", "1");
            return sshd.open(client.port(), root, settings, client.clock());
        }

        @Override
        public void kill() {
            sshd.kill();
        }

        @Override
        public void restart() throws IOException {
            sshd = reached(OpenSshServer.restart(folder, sshd.port()));
        }

        /// A server asks who one is when a connection begins.
        @Override
        public void endCredentials(FaultProxy way) throws IOException {
            Files.move(authorized(), folder.resolve("keys of before"));
            way.killAll();
        }

        @Override
        public void restoreCredentials(FaultProxy way) throws IOException {
            Files.move(folder.resolve("keys of before"), authorized());
        }

        private Path authorized() {
            return folder.resolve("authorized_keys");
        }

        @Override
        public boolean renewsCredentials() {
            return false;
        }

        @Override
        public void close() {
            sshd.close();
        }
    }
}
