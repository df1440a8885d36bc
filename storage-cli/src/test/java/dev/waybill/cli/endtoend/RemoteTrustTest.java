package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import dev.waybill.testkit.ssh.NeedsSshd;
import dev.waybill.testkit.ssh.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `waybill remote trust`, and what can be done before and after, against OpenSSH.
@NeedsSshd
class RemoteTrustTest {
    private Optional<Sshd> server = Optional.empty();
    private Path folder = Path.of("");
    private Path known = Path.of("");
    private Project project = new Project(Path.of("."));

    @BeforeEach
    void configure_a_remote(@TempDir Path own, Sshd sshd) throws IOException {
        server = Optional.of(sshd);
        folder = own;
        known = own.resolve("known_hosts");
        project.close();
        project = new Project(own)
                .file("storage/a.txt", "a")
                .file("waybill.yaml", Lab.untrusted(sshd, sshd.port(), own, List.of()));
    }

    private Sshd sshd() {
        return server.orElseThrow();
    }

    private String fingerprint(String key) throws IOException {
        var print = new ProcessBuilder(
                        "ssh-keygen",
                        "-l",
                        "-f",
                        sshd().folder().resolve(key + ".pub").toString())
                .start();
        return print.inputReader().readLine().split(" ", -1)[1];
    }

    @Test
    void an_unknown_server_is_refused_until_its_fingerprint_is_accepted() throws IOException {
        var refused = project.run("push");
        assertThat(refused.status()).as(refused.all()).isEqualTo(6);
        assertThat(refused.err()).contains(fingerprint("host_ed25519")).contains("waybill remote trust lab");

        var trusted = project.run("remote", "trust", "lab", "--fingerprint", fingerprint("host_ed25519"));
        assertThat(trusted.status()).as(trusted.all()).isZero();
        assertThat(trusted.out())
                .contains("256 " + fingerprint("host_ed25519") + " [127.0.0.1]:" + sshd().port() + " (ED25519)")
                .contains("256 " + fingerprint("host_ecdsa"))
                .contains("trusted [127.0.0.1]:" + sshd().port());
        assertThat(known).content().hasLineCount(1).startsWith("[127.0.0.1]:" + sshd().port() + " ssh-ed25519 ");

        var pushed = project.run("push");
        assertThat(pushed.status()).as(pushed.all()).isZero();
        assertThat(project.tree("root")).containsOnlyKeys("a.txt");
        assertThat(project.run("remote", "trust", "lab").out()).contains("trusted already");
    }

    @Test
    void somebody_at_a_terminal_is_asked() {
        var no = project.command().atTerminal().reading("n\n").run("remote", "trust", "lab");
        assertThat(no.status()).as(no.all()).isEqualTo(8);
        assertThat(no.err()).contains("[y/N]");
        assertThat(known).doesNotExist();

        var yes = project.command().atTerminal().reading("y\n").run("remote", "trust", "lab");
        assertThat(yes.status()).as(yes.all()).isZero();
        assertThat(known).content().hasLineCount(2);
    }

    @Test
    void without_a_terminal_nothing_is_accepted_that_was_not_named() {
        CommandRun.Result run = project.run("remote", "trust", "lab");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--fingerprint");
        assertThat(known).doesNotExist();

        assertThat(project.run("remote", "trust", "lab", "--yes").status()).isZero();
        assertThat(known).content().hasLineCount(2);
    }

    @Test
    void another_fingerprint_than_the_server_s_is_refused() {
        var run = project.run("remote", "trust", "lab", "--fingerprint", "SHA256:" + "A".repeat(43));
        assertThat(run.status()).as(run.all()).isEqualTo(6);
        assertThat(run.err()).contains("shows no key of the fingerprint");
        assertThat(known).doesNotExist();

        var broken = project.run("remote", "trust", "lab", "--fingerprint", "MD5:00");
        assertThat(broken.status()).isEqualTo(2);
        assertThat(broken.err()).contains("MD5:00");
    }

    @Test
    void a_changed_key_takes_an_explicit_fingerprint_to_be_replaced() throws IOException {
        String other = "[127.0.0.1]:" + sshd().port() + " "
                + Files.readString(sshd().folder().resolve("id_ed25519.pub"));
        Files.writeString(known, other);
        assertThat(project.run("push").status()).isEqualTo(6);
        for (var tried :
                new String[][] {{"--yes"}, {"--yes", "--replace"}, {"--fingerprint", fingerprint("host_ed25519")}}) {
            var arguments = new java.util.ArrayList<>(java.util.List.of("remote", "trust", "lab"));
            arguments.addAll(java.util.List.of(tried));
            var refused = project.run(arguments.toArray(String[]::new));
            assertThat(refused.status()).as(refused.all()).isEqualTo(8);
            assertThat(refused.err()).contains("has changed");
            assertThat(known).content().isEqualTo(other);
        }
        var replaced = project.run("remote", "trust", "lab", "--replace", "--fingerprint", fingerprint("host_ed25519"));
        assertThat(replaced.status()).as(replaced.all()).isZero();
        assertThat(project.run("push").status()).isZero();
    }

    @Test
    void a_remote_of_another_kind_needs_no_trust() {
        var run = project.run("remote", "trust", folder.toUri().toString());
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("is not trusted by a key");
    }
}
