package dev.waybill.adapter.sftp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The server runs no commands for this user.
final class CommandRefused extends IOException {
    private static final long serialVersionUID = 1L;

    CommandRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
