package dev.waybill.adapter.sftp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How the user's own program for SSH is called: with what the remote says, and what must hold whatever the user's SSH
/// configuration says. All else is left to that.
final class SshArguments {
    /// It asks nobody anything, runs nothing and opens nothing here, and refuses servers whose keys are not known.
    private static final List<String> ALWAYS = List.of(
            "-T",
            "-a",
            "-x",
            "-oBatchMode=yes",
            "-oStrictHostKeyChecking=yes",
            "-oNoHostAuthenticationForLocalhost=no",
            "-oUpdateHostKeys=no",
            "-oPermitLocalCommand=no",
            "-oRemoteCommand=none",
            "-oLogLevel=INFO");

    private static final int SIGNS_MISSED = 3;

    private final SftpConfig config;
    private final String program;

    SshArguments(SftpConfig config, String program) {
        this.config = config;
        this.program = SftpConfig.expanded(program);
    }

    /// Asks for a subsystem of the server.
    List<String> ofSubsystem(String name) {
        var all = target();
        all.addAll(List.of("-s", "--", host(config), name));
        return all;
    }

    /// Asks for a command to be run.
    List<String> ofCommand(String command) {
        var all = target();
        all.addAll(List.of("--", host(config), command));
        return all;
    }

    /// The machine as it is handed on: an address of IPv6 goes without its brackets.
    static String host(SftpConfig config) {
        return config.host().replaceAll("[\\[\\]]", "");
    }

    private List<String> target() {
        var all = common();
        all.add("-oClearAllForwardings=yes");
        config.port().ifPresent(port -> all.addAll(List.of("-p", Integer.toString(port))));
        config.user().ifPresent(user -> all.addAll(List.of("-l", user)));
        login(all);
        if (config.connection().compression()) {
            all.add("-oCompression=yes");
        }
        config.trust()
                .proxyJump()
                .ifPresent(jumps -> all.addAll(List.of("-oProxyCommand=" + way(jumps), "-oProxyUseFdpass=no")));
        return all;
    }

    private List<String> common() {
        var all = new ArrayList<String>();
        all.add(program);
        config.trust()
                .sshConfig()
                .ifPresent(file -> all.addAll(List.of("-F", file.equals("none") ? file : path(file))));
        all.addAll(ALWAYS);
        config.trust().knownHosts().ifPresent(file -> all.add("-oUserKnownHostsFile=" + name(file)));
        all.add("-oConnectTimeout=" + seconds(config.connection().connectTimeout()));
        all.add("-oServerAliveInterval=" + seconds(config.connection().keepAlive()));
        all.add("-oServerAliveCountMax=" + SIGNS_MISSED);
        var algorithms = config.connection().algorithms();
        only(all, "Ciphers", algorithms.ciphers());
        only(all, "KexAlgorithms", algorithms.keyExchange());
        return all;
    }

    private static void only(List<String> all, String option, List<String> names) {
        if (!names.isEmpty()) {
            all.add("-o" + option + "=" + String.join(",", names));
        }
    }

    private void login(List<String> all) {
        var login = config.login();
        login.identityFile().ifPresent(file -> all.add("-oIdentityFile=" + name(file)));
        login.agent().ifPresent(socket -> all.add("-oIdentityAgent=" + agent(socket)));
        if (login.auth() != SftpConfig.Auth.ANY) {
            all.add("-oPreferredAuthentications=publickey");
        }
        if (login.auth() == SftpConfig.Auth.KEY) {
            all.add("-oIdentitiesOnly=yes");
        }
    }

    private static String agent(String socket) {
        return List.of("none", "SSH_AUTH_SOCK").contains(socket) ? socket : name(socket);
    }

    /// The command that leads through other machines; `ProxyJump` itself would leave it to the user's configuration
    /// whether the keys of these are to be known.
    private String way(String jumps) {
        Optional<String> way = Optional.empty();
        for (var jump : Jump.listOf(jumps)) {
            way = Optional.of(through(way, jump));
        }
        return way.orElse("none");
    }

    private String through(Optional<String> before, Jump jump) {
        var all = common();
        before.ifPresent(way -> all.addAll(List.of("-oProxyCommand=" + way, "-oProxyUseFdpass=no")));
        if (jump.port() > 0) {
            all.addAll(List.of("-p", Integer.toString(jump.port())));
        }
        jump.user().ifPresent(user -> all.addAll(List.of("-l", user)));
        login(all);
        var command = new StringBuilder();
        for (String argument : all) {
            command.append(quoted(argument)).append(' ');
        }
        return command + "-W '[%h]:%p' -- " + quoted(jump.host());
    }

    /// As the user's shell, which runs a `ProxyCommand`, and the tokens in it leave it.
    private static String quoted(String argument) {
        return "'" + argument.replace("'", "'\\''").replace("%", "%%") + "'";
    }

    private static long seconds(Duration time) {
        return time.plusMillis(999).toSeconds();
    }

    /// The name of a file as the value of an option, where blanks part values and `%` begins a token.
    private static String name(String file) {
        return '"' + path(file).replace("%", "%%") + '"';
    }

    private static String path(String file) {
        return SftpConfig.local(file).toAbsolutePath().toString();
    }
}
