package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;

/// The server was reached and is the right one, and does not let the user in.
final class LoginFailed extends IOException {
    private static final long serialVersionUID = 1L;
    private static final String TOO_MANY = "too many authentication failures";

    LoginFailed(String message) {
        super(message);
    }

    LoginFailed(
            Hop hop,
            SftpConfig.Login login,
            Identities identities,
            boolean agent,
            List<String> problems,
            Throwable cause) {
        super(hop.user() + " is not let in at " + hop + "; " + tried(hop, login, identities, agent, problems), cause);
    }

    private static String tried(
            Hop hop, SftpConfig.Login login, Identities identities, boolean agent, List<String> problems) {
        var ways = new ArrayList<String>();
        if (!identities.pairs().isEmpty()) {
            ways.add(identities.pairs().size() + " key(s) from files");
        }
        if (agent) {
            ways.add("the agent");
        } else if (login.auth() == SftpConfig.Auth.AGENT) {
            return "there is no agent (SSH_AUTH_SOCK is not set)";
        }
        if (hop.target() && login.password().isPresent() && login.auth() != SftpConfig.Auth.KEY) {
            ways.add("the password");
        }
        String text = ways.isEmpty()
                ? "there is nothing to log in with: no key, no agent, no password"
                : "tried " + String.join(", ", ways);
        var notes = new ArrayList<>(identities.notes());
        notes.addAll(problems);
        return notes.isEmpty() ? text : text + " (" + String.join("; ", notes) + ")";
    }

    /// Whether it was the server that said no, and not the connection that broke.
    static boolean isAnswer(Throwable e) {
        return e instanceof SshException ssh
                && (ssh.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE
                        || ssh.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_AUTH_CANCELLED_BY_USER
                        // OpenSSH says so as a fault of the protocol (auth.c, auth_maxtries_exceeded).
                        || String.valueOf(ssh.getMessage())
                                .toLowerCase(java.util.Locale.ROOT)
                                .contains(TOO_MANY));
    }
}
