package dev.waybill.adapter.sftp;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.testkit.MapSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/// A server of this test run, on a port of its own on 127.0.0.1.
interface SftpServer extends AutoCloseable {
    /// Where it listens.
    int port();

    /// The settings by which it is reached and trusted; `port` may be another's that leads here.
    Map<String, String> settings(int port, Path root);

    @Override
    void close();

    /// An adapter of a folder of this machine, over the server.
    @MustBeClosed
    default IObjectStorageAdapter open(Path root, Map<String, String> more) {
        return open(port(), root, more);
    }

    /// The same, over a port that leads to the server.
    @MustBeClosed
    default IObjectStorageAdapter open(int port, Path root, Map<String, String> more) {
        return open(port, root, more, Clock.systemUTC());
    }

    /// The same, by a clock.
    @MustBeClosed
    default IObjectStorageAdapter open(int port, Path root, Map<String, String> more, Clock clock) {
        var settings = new HashMap<>(settings(port, root));
        settings.putAll(more);
        return SftpAdapter.open(SftpConfig.read(new MapSettings(settings)), clock);
    }
}
