package dev.waybill.adapter.sftp;

import java.io.IOException;

/// The folder that holds the objects is not there.
final class RootMissing extends IOException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    RootMissing(String root, String remedy) {
        super("no folder " + root);
        this.remedy = remedy;
    }

    /// What to do about it.
    String remedy() {
        return remedy;
    }
}
