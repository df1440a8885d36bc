package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.RemoteProgram;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.testkit.MapSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.sshd.server.auth.pubkey.AcceptAllPublickeyAuthenticator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs on the server, over OpenSSH's own client.
final class SftpProgramExecutorTest extends SftpExecutorTest {
    @Override
    OpenSshServer reached(OpenSshServer sshd) {
        return sshd.byProgram();
    }

    /// Not as one of OpenSSH with `ForceCommand`, which runs something else.
    @Test
    void a_server_that_refuses_commands_is_told_to_run_no_programs(@TempDir Path folder) throws IOException {
        try (var server = MinaServer.start(folder)) {
            server.server().setPublickeyAuthenticator(AcceptAllPublickeyAuthenticator.INSTANCE);
            OpenSshServer.generate(folder.resolve("key"), "ed25519", "");
            var settings = new HashMap<>(server.settings(server.port(), folder));
            settings.keySet().remove("password");
            settings.putAll(Map.of(
                    "sshProgram",
                    "ssh",
                    "auth",
                    "key",
                    "identityFile",
                    folder.resolve("key").toString()));
            try (var executor = new SftpExecutor(SftpConfig.read(new MapSettings(settings)))) {
                assertThatExceptionOfType(NotSupported.class)
                        .isThrownBy(() -> executor.run(
                                new RemoteProgram("a test", "print(1)", Duration.ofSeconds(20), 100), "{}"))
                        .withMessageContaining("exec request failed");
            }
        }
    }
}
