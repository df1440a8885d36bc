package dev.waybill.adapter.sftp;

import java.io.IOException;

/// All that the server lets be open at once is open.
final class HandlesInUse extends IOException {
    private static final long serialVersionUID = 1L;

    HandlesInUse(int most) {
        super("no more than " + most + " files may be open at once in one conversation, and all of them are");
    }
}
