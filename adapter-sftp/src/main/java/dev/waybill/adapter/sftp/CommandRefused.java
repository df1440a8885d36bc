package dev.waybill.adapter.sftp;

import java.io.IOException;

/// The server runs no commands for this user.
final class CommandRefused extends IOException {
    private static final long serialVersionUID = 1L;

    CommandRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
