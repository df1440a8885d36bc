package dev.waybill.adapter.sftp;

/// Which servers are trusted where OpenSSH's own client judges them.
final class SftpProgramHostKeysTest extends SftpHostKeysTest {
    @Override
    OpenSshServer reached(OpenSshServer sshd) {
        return sshd.byProgram();
    }

    /// Of a key that is not known it says no more than that.
    @Override
    boolean tellsFingerprints() {
        return false;
    }
}
