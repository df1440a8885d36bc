package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.testkit.MapSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.OptionalFeature;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which algorithms a remote may name, and what MINA SSHD is to offer then.
final class SshAlgorithmsTest {
    private static final Map<String, String> REMOTE = Map.of("host", "lab", "root", "/data");

    private static MapSettings settings(Map<String, String> more) {
        return new MapSettings(REMOTE, more);
    }

    private static List<String> names(List<? extends NamedResource> named) {
        return named.stream().map(NamedResource::getName).toList();
    }

    @Test
    void names_are_read_in_their_order_and_each_once() {
        var settings = settings(
                Map.of("ciphers", "aes256-ctr, aes128-gcm@openssh.com,aes256-ctr", "keyExchange", "curve25519-sha256"));
        var algorithms = SftpConfig.read(settings).connection().algorithms();

        assertThat(settings.problems()).isEmpty();
        assertThat(algorithms.ciphers()).containsExactly("aes256-ctr", "aes128-gcm@openssh.com");
        assertThat(algorithms.keyExchange()).containsExactly("curve25519-sha256");
    }

    @Test
    void all_that_the_library_has_is_known_but_for_not_to_encrypt() {
        assertThat(SshAlgorithms.KNOWN_CIPHERS)
                .containsExactlyInAnyOrderElementsOf(names(Arrays.stream(BuiltinCiphers.values())
                        .filter(cipher -> cipher != BuiltinCiphers.none)
                        .toList()));
        assertThat(SshAlgorithms.KNOWN_KEY_EXCHANGES)
                .containsExactlyInAnyOrderElementsOf(names(List.of(BuiltinDHFactories.values())));
    }

    @ParameterizedTest
    @CsvSource({
        "ciphers,aes512-ctr,aes128-gcm@openssh.com",
        "ciphers,none,aes128-gcm@openssh.com",
        "ciphers,+aes128-ctr,aes128-gcm@openssh.com",
        "keyExchange,ext-info-c,mlkem768x25519-sha256",
        "keyExchange,Curve25519-SHA256,mlkem768x25519-sha256"
    })
    void what_is_not_known_here_is_told_with_all_that_is(String key, String name, String known) {
        var settings = settings(Map.of(key, known + "," + name));
        var unused = SftpConfig.read(settings);

        assertThat(settings.problems())
                .singleElement()
                .asString()
                .startsWith(key + ": \"" + key + "\" has \"" + name + "\", which is not known here; known are ")
                .contains(known);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+aes128-ctr", "-aes128-ctr", "^aes128-ctr", "aes*", "!aes128-ctr", "a b", "a'b", "", "a,"})
    void a_program_is_given_nothing_but_names(String names) {
        var settings = settings(Map.of("sshProgram", "ssh", "ciphers", names, "keyExchange", names));
        var unused = SftpConfig.read(settings);

        assertThat(settings.problems()).hasSize(2).allMatch(problem -> problem.contains("no name that a program"));
    }

    @Test
    void a_program_is_given_names_that_are_not_known_here_on_the_way_too() {
        var config = SftpConfig.read(settings(
                Map.of("sshProgram", "ssh", "ciphers", "new-cipher@lab.example,aes128-ctr", "proxyJump", "gate")));
        var line = new SshArguments(config, "ssh").ofSubsystem("sftp");

        assertThat(line)
                .contains("-oCiphers=new-cipher@lab.example,aes128-ctr")
                .noneMatch(argument -> argument.startsWith("-oKexAlgorithms"))
                .anyMatch(argument -> argument.startsWith("-oProxyCommand=")
                        && argument.contains("'-oCiphers=new-cipher@lab.example,aes128-ctr'"));
    }

    @Test
    void what_is_named_is_offered_in_its_order_and_aes_gcm_is_that_of_the_preferred_provider() throws Exception {
        var named = List.of("3des-cbc", "aes256-gcm@openssh.com", "aes128-gcm@openssh.com");
        var offered = AlgorithmFactories.ciphers(named, ClientBuilder.setUpDefaultCiphers(false));

        assertThat(names(offered)).isEqualTo(named);
        assertThat(offered.get(1).create()).isInstanceOf(PreferredGcm.class);
        assertThat(offered.get(2).create()).isInstanceOf(PreferredGcm.class);
    }

    @Test
    void ways_to_agree_on_keys_are_offered_in_the_order_in_which_they_are_named() throws Exception {
        var named = List.of("diffie-hellman-group14-sha1", "diffie-hellman-group-exchange-sha256", "curve25519-sha256");
        var usual = ClientBuilder.setUpDefaultKeyExchanges(false);
        var offered = AlgorithmFactories.keyExchanges(named, usual, KeysAhead.begunFor(named));

        assertThat(names(offered)).isEqualTo(named);
    }

    @Test
    void what_this_machine_lacks_is_told_with_what_it_has() {
        OptionalFeature lacking = () -> false;
        OptionalFeature there = () -> true;
        assertThatExceptionOfType(AlgorithmMismatch.class)
                .isThrownBy(() -> AlgorithmFactories.found(
                        "ciphers",
                        List.of("one", "two"),
                        List.of("one", "two"),
                        name -> name.equals("one") ? there : lacking))
                .withMessage("waybill's own client has no two here, which ciphers of the remote names; it has one");
    }
}
