package dev.waybill.adapter.sftp;

import java.io.IOException;

/// What a server answered to a request that it did not carry out. Version 3 knows eight codes, and most
/// causes hide behind [#FAILURE].
final class SftpStatus extends IOException {
    static final int OK = 0;
    static final int END = 1;
    static final int NO_SUCH_FILE = 2;
    static final int PERMISSION_DENIED = 3;
    static final int FAILURE = 4;
    static final int BAD_MESSAGE = 5;
    static final int UNSUPPORTED = 8;

    private static final long serialVersionUID = 1L;

    private final int code;

    SftpStatus(int code, String what, String words) {
        super(words + " (status " + code + ", asked to " + what + ")");
        this.code = code;
    }

    int code() {
        return code;
    }

    boolean isMissing() {
        return code == NO_SUCH_FILE;
    }
}
