package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Why the user's own program for SSH has ended, by its exit code and OpenSSH's words for it, which are in no other
/// language than English. What is not known is that the server was not reached.
final class SshFailures {
    private static final Pattern REVOKED = Pattern.compile("REVOKED HOST KEY|host key .* (was|is marked as) revoked");
    private static final Pattern CHANGED =
            Pattern.compile("REMOTE HOST IDENTIFICATION HAS CHANGED|ost key for .* has changed");
    private static final Pattern UNTRUSTED =
            Pattern.compile("Host key verification failed|host key is known for .* strict checking");
    private static final Pattern NOT_LET_IN =
            Pattern.compile(": Permission denied \\(|Too many authentication failures|No more authentication methods");
    private static final Pattern MISCONFIGURED = Pattern.compile(
            "(?m)Bad configuration option|: terminating, |Can't open user config file|Bad owner or permissions on |^usage: ");
    private static final Pattern UNKNOWN_ALGORITHM =
            Pattern.compile("Bad SSH2 (cipher spec|KexAlgorithms)|Unsupported KEX algorithm");
    private static final Pattern NOTHING_IN_COMMON = Pattern.compile("Unable to negotiate with .*: no matching ");
    private static final Pattern NO_SUBSYSTEM = Pattern.compile("subsystem request failed");
    private static final Pattern NO_COMMANDS = Pattern.compile("exec request failed");

    private final SftpConfig config;
    private final String program;

    SshFailures(SftpConfig config, String program) {
        this.config = config;
        this.program = program;
    }

    /// @param said all that it said on standard error
    IOException of(int status, String said) {
        String words = LastWords.shown(said);
        if (REVOKED.matcher(said).find()) {
            return new HostKeyRefused("the key of " + config.host() + " is revoked; " + says(words));
        }
        if (CHANGED.matcher(said).find()) {
            return new HostKeyRefused("the key of " + config.host() + " is another than the known one. "
                    + HostKeyRefused.ifChanged(config.nameInCommands()) + "; " + says(words));
        }
        if (UNTRUSTED.matcher(said).find()) {
            return new HostKeyRefused("the key of " + config.host() + " is not known. "
                    + HostKeyRefused.ifUnknown(config.nameInCommands()) + ", or log in by " + program + " once; "
                    + says(words));
        }
        if (UNKNOWN_ALGORITHM.matcher(said).find()) {
            return new AlgorithmMismatch(program
                    + " does not know an algorithm that ciphers or keyExchange of the remote,"
                    + " or the SSH configuration, names; " + program + " -Q cipher and -Q kex show those it knows; "
                    + says(words));
        }
        if (NOTHING_IN_COMMON.matcher(said).find()) {
            return new AlgorithmMismatch(
                    "no algorithm in common on the way to " + config.host() + offered() + "; " + says(words));
        }
        if (MISCONFIGURED.matcher(said).find()) {
            return new SshConfigFile.UnusableFile("the SSH configuration is not understood; " + says(words), null);
        }
        if (NOT_LET_IN.matcher(said).find()) {
            return new LoginFailed("not let in at " + config.host() + "; " + says(words));
        }
        if (NO_COMMANDS.matcher(said).find()) {
            return new CommandRefused(says(words), null);
        }
        if (SshProcess.isNotStarted(status)) {
            return new IOException(SshProcess.notStarted(program, words));
        }
        if (NO_SUBSYSTEM.matcher(said).find() || (status != SshProcess.FAILED && status <= SshProcess.SIGNALLED)) {
            return new IOException("no conversation with " + config.host() + ": " + program
                    + " (sshProgram) ended with code " + status + "; " + says(words));
        }
        return ConnectionLost.unreached("cannot connect to " + config.host() + "; " + says(words), null);
    }

    private String offered() {
        var algorithms = config.connection().algorithms();
        var named = new ArrayList<String>();
        if (!algorithms.ciphers().isEmpty()) {
            named.add(SshAlgorithms.CIPHERS + " " + String.join(", ", algorithms.ciphers()));
        }
        if (!algorithms.keyExchange().isEmpty()) {
            named.add(SshAlgorithms.KEY_EXCHANGE + " " + String.join(", ", algorithms.keyExchange()));
        }
        return named.isEmpty() ? "" : ": the remote offers only " + String.join(" and ", named);
    }

    private String says(String words) {
        return words.isEmpty() ? program + " gave no reason" : program + " says: " + words;
    }

    /// The server was not heard, or not understood.
    ConnectionLost unreached(String why, @Nullable Throwable cause) {
        return ConnectionLost.unreached("cannot connect to " + config.host() + " by " + program + ": " + why, cause);
    }
}
