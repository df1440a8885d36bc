package dev.waybill.adapter.sftp;

import java.io.IOException;

/// The server's key is not one that is trusted.
final class HostKeyRefused extends IOException {
    private static final long serialVersionUID = 1L;

    HostKeyRefused(String message) {
        super(message);
    }

    /// What to do about a key that is not known.
    ///
    /// @param remote how the store is named in a command
    static String ifUnknown(String remote) {
        return "Compare it with what the server's owner says; if it is right, accept it: waybill remote trust "
                + remote;
    }

    /// What to do about a key that is another than the known one.
    ///
    /// @param remote how the store is named in a command
    static String ifChanged(String remote) {
        return "Someone may be listening in, or the server was set up anew. If its owner confirms the new key,"
                + " accept it in place of the old one: waybill remote trust " + remote
                + " --replace --fingerprint SHA256:… (as the owner tells it)";
    }
}
