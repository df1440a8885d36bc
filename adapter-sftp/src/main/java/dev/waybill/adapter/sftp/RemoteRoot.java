package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.util.Optional;

/// The folder on the server that holds the objects. Any thread may use it.
///
/// Where it lies is asked once, all links in its own path followed; what lies below is reached by names
/// alone, and each name is looked at before it is used, so that no link leads out. SFTP has no way to do both
/// in one step: who can change the folder on the server at that moment can put a link in between.
final class RemoteRoot {
    private static final String HERE = ".";

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
        String path = realPath(channel, config.root().isEmpty() ? HERE : config.root());
        if (!path.startsWith("/")) {
            throw new IOException(
                    "the server says that " + config.root() + " lies at " + path + ", which is no absolute path");
        }
        return path;
    }

    /// A path whose folders are not all there, of which OpenSSH says no more than that, lies below the last that is.
    private static String realPath(SftpChannel channel, String path) throws IOException {
        String missing = "";
        for (String at = path; ; at = parent(at)) {
            try {
                String there = channel.ask(Request.realPath(at)).path();
                return there.equals("/") && !missing.isEmpty() ? missing : there + missing;
            } catch (SftpStatus e) {
                String name = at.substring(at.lastIndexOf('/') + 1);
                if (!e.isMissing() || name.isEmpty() || name.equals(HERE) || name.equals("..")) {
                    throw e;
                }
                missing = "/" + name + missing;
            }
        }
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? HERE : path.substring(0, Math.max(1, slash));
    }
}
