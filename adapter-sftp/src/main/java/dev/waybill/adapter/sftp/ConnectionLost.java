package dev.waybill.adapter.sftp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The server was not reached, or no longer answers.
final class ConnectionLost extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean asked;

    private ConnectionLost(String message, boolean asked, @Nullable Throwable cause) {
        super(message, cause);
        this.asked = asked;
    }

    /// No request was made.
    static ConnectionLost unreached(String message, @Nullable Throwable cause) {
        return new ConnectionLost(message, false, cause);
    }

    /// No request was made, since the connection was ending just then.
    static ConnectionLost ended(Exception closing) {
        return unreached("the connection ended before it was used: " + closing.getMessage(), closing);
    }

    /// A request was made whose answer is missing: it may have been carried out.
    static ConnectionLost unanswered(String message, @Nullable Throwable cause) {
        return new ConnectionLost(message, true, cause);
    }

    /// Whether a request was made.
    boolean wasAsked() {
        return asked;
    }
}
