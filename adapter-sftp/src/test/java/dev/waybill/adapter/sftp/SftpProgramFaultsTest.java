package dev.waybill.adapter.sftp;

/// The same on the way that OpenSSH's own client goes.
final class SftpProgramFaultsTest extends SftpWireFaultsTest {
    @Override
    OpenSshServer reached(OpenSshServer sshd) {
        return sshd.byProgram();
    }
}
