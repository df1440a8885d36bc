package dev.waybill.adapter.sftp;

import java.io.IOException;

/// The server's file system has no room left.
final class FileSystemFull extends IOException {
    private static final long serialVersionUID = 1L;

    FileSystemFull(IOException cause) {
        super("the server's file system is full", cause);
    }
}
