package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.testkit.MapSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.sshd.core.CoreModuleProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyRenewalTest {
    @Test
    void keys_last_as_long_as_the_cipher_bears_and_an_hour_at_most(@TempDir Path folder) throws IOException {
        var config = SftpConfig.read(new MapSettings(Map.of("host", "localhost", "root", folder.toString())));
        try (var client = SshClients.of(config, new HostKeys(KnownHosts.of(config), "test"), new Negotiation())) {
            assertThat(CoreModuleProperties.REKEY_BYTES_LIMIT.getRequired(client))
                    .isZero();
            // Zero is the library's own rule, by the size of the cipher's blocks.
            assertThat(CoreModuleProperties.REKEY_BLOCKS_LIMIT.getRequired(client))
                    .isZero();
            assertThat(CoreModuleProperties.REKEY_TIME_LIMIT.getRequired(client))
                    .isPositive()
                    .isLessThanOrEqualTo(Duration.ofHours(1));
        }
    }
}
