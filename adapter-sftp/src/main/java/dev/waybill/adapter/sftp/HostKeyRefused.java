package dev.waybill.adapter.sftp;

import java.io.IOException;

/// The server's key is not one that is trusted.
final class HostKeyRefused extends IOException {
    private static final long serialVersionUID = 1L;

    HostKeyRefused(String message) {
        super(message);
    }
}
