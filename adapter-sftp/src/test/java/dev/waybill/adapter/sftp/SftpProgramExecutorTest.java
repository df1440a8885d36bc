package dev.waybill.adapter.sftp;

import java.util.Map;

/// Programs on the server, over OpenSSH's own client.
final class SftpProgramExecutorTest extends SftpExecutorTest {
    @Override
    Map<String, String> way() {
        return Map.of("sshProgram", "ssh");
    }

    @Override
    String refusal() {
        return "exec request failed";
    }
}
