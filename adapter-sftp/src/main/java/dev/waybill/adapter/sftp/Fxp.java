package dev.waybill.adapter.sftp;

/// The numbers of SFTP version 3 (draft-ietf-secsh-filexfer-02) and the names of OpenSSH's extensions
/// (PROTOCOL of openssh-portable, section 4).
final class Fxp {
    static final int INIT = 1;
    static final int VERSION = 2;
    static final int OPEN = 3;
    static final int CLOSE = 4;
    static final int READ = 5;
    static final int WRITE = 6;
    static final int LSTAT = 7;
    static final int FSTAT = 8;
    static final int FSETSTAT = 10;
    static final int OPENDIR = 11;
    static final int READDIR = 12;
    static final int REMOVE = 13;
    static final int MKDIR = 14;
    static final int RMDIR = 15;
    static final int REALPATH = 16;
    static final int STAT = 17;
    static final int RENAME = 18;
    static final int STATUS = 101;
    static final int HANDLE = 102;
    static final int DATA = 103;
    static final int NAME = 104;
    static final int ATTRS = 105;
    static final int EXTENDED = 200;
    static final int EXTENDED_REPLY = 201;

    static final int READING = 1;
    static final int WRITING = 2;
    static final int CREATING = 8;
    static final int EMPTYING = 16;
    static final int EXCLUSIVE = 32;

    static final int WITH_SIZE = 1;
    static final int WITH_OWNER = 2;
    static final int WITH_MODE = 4;
    static final int WITH_TIMES = 8;
    static final int WITH_MORE = 0x80000000;

    static final String POSIX_RENAME = "posix-rename@openssh.com";
    static final String HARD_LINK = "hardlink@openssh.com";
    static final String FSYNC = "fsync@openssh.com";
    static final String LIMITS = "limits@openssh.com";
    static final String STATVFS = "statvfs@openssh.com";
    static final String COPY_DATA = "copy-data";

    private Fxp() {}
}
