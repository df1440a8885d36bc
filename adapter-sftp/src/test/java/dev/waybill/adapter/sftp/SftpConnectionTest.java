package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.testkit.MapSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How connections begin and end.
final class SftpConnectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void a_channel_asked_for_as_its_connection_ends_tells_it_as_lost_before_it_was_used(@TempDir Path folder)
            throws IOException {
        try (var server = MinaServer.start(folder);
                var connector =
                        new SshConnector(SftpConfig.read(new MapSettings(server.settings(server.port(), folder))))) {
            var session = connector.connect();
            session.close(true);

            assertThatExceptionOfType(ConnectionLost.class)
                    .isThrownBy(() -> new MinaDialer.Session(session, PATIENCE).open(PATIENCE))
                    .withMessageStartingWith("the connection ended before it was used")
                    .matches(lost -> !lost.wasAsked(), "no request was made");
        }
    }

    @Test
    void the_cheapest_that_withstands_quantum_computers_is_tried_first_and_all_that_do_before_those_that_do_not() {
        var known = ClientBuilder.setUpDefaultKeyExchanges(false);

        List<String> names = AlgorithmFactories.preferred(known, KeysAhead.begunFor(List.of())).stream()
                .map(NamedResource::getName)
                .toList();

        assertThat(names)
                .startsWith(BuiltinDHFactories.Constants.MLKEM768_25519_SHA256)
                .containsExactlyInAnyOrderElementsOf(
                        known.stream().map(NamedResource::getName).toList());
        int lastSafe = names.indexOf(BuiltinDHFactories.Constants.SNTRUP761_25519_SHA512_OPENSSH);
        assertThat(names.subList(0, lastSafe))
                .isNotEmpty()
                .allMatch(name -> name.startsWith("mlkem") || name.startsWith("sntrup"));
    }
}
