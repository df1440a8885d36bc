package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.util.Optional;

/// The folder on the server that holds the objects. Any thread may use it.
///
/// Where it lies is asked once, all links in its own path followed; what lies below is reached by names
/// alone, and each name is looked at before it is used, so that no link leads out. SFTP has no way to do both
/// in one step: who can change the folder on the server at that moment can put a link in between.
final class RemoteRoot {
    private final ChannelPool pool;
    private final SftpConfig config;
    private volatile Optional<String> resolved = Optional.empty();

    RemoteRoot(ChannelPool pool, SftpConfig config) {
        this.pool = pool;
        this.config = config;
    }

    SftpConfig config() {
        return config;
    }

    /// Begins a call, connecting if need be.
    Call begin() throws IOException {
        var lease = pool.lease();
        boolean begun = false;
        try {
            if (resolved.isEmpty()) {
                resolved = Optional.of(resolve(lease.channel(), config));
            }
            begun = true;
            return new Call(lease, resolved.get(), config);
        } finally {
            if (!begun) {
                lease.close();
            }
        }
    }

    /// Where it lies on the server, as an absolute path without links.
    static String resolve(SftpChannel channel, SftpConfig config) throws IOException {
        String path = channel.ask(Request.realPath(config.root().isEmpty() ? "." : config.root()))
                .path();
        if (!path.startsWith("/")) {
            throw new IOException(
                    "the server says that " + config.root() + " lies at " + path + ", which is no absolute path");
        }
        return path;
    }
}
