package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.testkit.MapSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a remote cannot have together with a program.
final class ProgramRulesTest {
    private static final Map<String, String> REMOTE = Map.of("host", "lab", "root", "/data", "sshProgram", "ssh");

    private static List<String> problems(Map<String, String> more) {
        var settings = new MapSettings(REMOTE, more);
        var unused = SftpConfig.read(settings);
        return settings.problems();
    }

    @Test
    void nothing_is_wrong_with_a_plain_one() {
        assertThat(problems(Map.of("identityFile", "~/.ssh/my key", "proxyJump", "me@gate:2222,[::1]:22")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "passphrase"})
    void a_secret_cannot_be_given_to_it(String key) {
        assertThat(problems(Map.of(key, "secret")))
                .singleElement()
                .asString()
                .startsWith(key + ": " + key + " cannot go with sshProgram");
    }

    @Test
    void a_password_cannot_be_the_way_to_log_in() {
        assertThat(problems(Map.of("auth", "password", "password", "secret")))
                .hasSize(2)
                .allMatch(problem -> problem.contains("sshProgram"));
    }

    @ParameterizedTest
    @CsvSource({
        "host,-oProxyCommand=x",
        "host,$(id)",
        "host,a;b",
        "host,[-oProxyCommand=x]",
        "user,-x",
        "user,`id`",
        "user,a'b",
        "proxyJump,-oProxyCommand=x",
        "proxyJump,a|b@gate",
        "proxyJump,gate(1)"
    })
    void a_name_cannot_be_what_a_program_or_a_shell_makes_something_else_of(String key, String value) {
        assertThat(problems(Map.of(key, value)))
                .singleElement()
                .asString()
                .startsWith(key + ": " + key + " must not begin with -");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identityFile", "knownHosts", "agent"})
    void the_name_of_a_file_must_be_one_that_can_be_written_in_an_option(String key) {
        assertThat(problems(Map.of(key, "/a\"b"))).singleElement().asString().startsWith(key + ": ");
        assertThat(problems(Map.of(key, "/${HOME}"))).hasSize(1);
        assertThat(problems(Map.of(key, "/a $b %h 'c' #"))).isEmpty();
    }
}
