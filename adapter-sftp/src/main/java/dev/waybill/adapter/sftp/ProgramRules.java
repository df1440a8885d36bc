package dev.waybill.adapter.sftp;

import dev.waybill.port.spi.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a remote cannot have that is reached by the user's own program for SSH.
final class ProgramRules {
    /// What shells would make something of, to which `ProxyCommand` and `Match exec` may give a name; what OpenSSH
    /// itself has refused since 9.6.
    private static final Pattern NAME = Pattern.compile("(?!-)[^'`\"$\\\\;&<>|(){}\\s]*");

    /// What there is no way to write in an option of every OpenSSH.
    private static final Pattern FILE = Pattern.compile("(?!.*\\$\\{)[^\"\\\\\\p{Cntrl}]*");

    private ProgramRules() {}

    /// Notes what breaks a rule.
    static void check(Settings settings, SftpConfig config) {
        if (config.sshProgram().isEmpty()) {
            return;
        }
        if (config.sshProgram().get().startsWith("-")) {
            settings.problem("sshProgram", "sshProgram must be the name or the path of a program");
        }
        var login = config.login();
        login.password().ifPresent(password -> refuse(settings, "password"));
        login.passphrase().ifPresent(passphrase -> refuse(settings, "passphrase"));
        if (login.auth() == SftpConfig.Auth.PASSWORD) {
            refuse(settings, "auth");
        }
        names(settings, config);
        var files = Map.of(
                "identityFile", login.identityFile(),
                "agent", login.agent(),
                "knownHosts", config.trust().knownHosts());
        files.forEach((key, file) -> file.filter(text -> !FILE.matcher(text).matches())
                .ifPresent(text -> settings.problem(
                        key, key + " must not have quotes, backslashes or ${ where there is a program in sshProgram")));
    }

    private static void refuse(Settings settings, String key) {
        settings.problem(
                key,
                (key.equals("auth") ? "auth: password" : key)
                        + " cannot go with sshProgram: a program is given no secret that others could see; use an agent or a"
                        + " key without a passphrase, or leave sshProgram out");
    }

    private static void names(Settings settings, SftpConfig config) {
        name(settings, "host", Optional.of(SshArguments.host(config)));
        name(settings, "user", config.user());
        if (config.trust()
                .proxyJump()
                .filter(jumps -> Jump.violation(jumps).isEmpty())
                .isPresent()) {
            for (var jump : Jump.listOf(config.trust().proxyJump().get())) {
                name(settings, "proxyJump", Optional.of(jump.host()));
                name(settings, "proxyJump", jump.user());
            }
        }
    }

    private static void name(Settings settings, String key, Optional<String> name) {
        if (name.filter(text -> !NAME.matcher(text).matches()).isPresent()) {
            settings.problem(
                    key,
                    key
                            + " must not begin with - or have signs that shells know, where there is a program in sshProgram");
        }
    }
}
