package dev.waybill.adapter.sftp;

/// Programs on the server, over OpenSSH's own client.
final class SftpProgramExecutorTest extends SftpExecutorTest {
    @Override
    OpenSshServer reached(OpenSshServer sshd) {
        return sshd.byProgram();
    }
}
