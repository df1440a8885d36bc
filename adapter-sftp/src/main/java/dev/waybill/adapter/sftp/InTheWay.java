package dev.waybill.adapter.sftp;

import java.io.IOException;

/// Something on the server that keeps a key from being had, and stays there.
final class InTheWay extends IOException {
    private static final long serialVersionUID = 1L;

    InTheWay(String rule) {
        super(rule);
    }
}
