package dev.waybill.adapter.sftp;

import java.io.IOException;

/// The two ends of a connection have no algorithm in common, or one end lacks what the remote names: to try again is
/// of no use.
final class AlgorithmMismatch extends IOException {
    private static final long serialVersionUID = 1L;

    AlgorithmMismatch(String message) {
        super(message);
    }
}
