package dev.waybill.adapter.sftp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jspecify.annotations.Nullable;

/// Finds out in what a server and this client do not agree, which the library tells as a connection that broke. Any
/// thread may use it.
final class Negotiation implements SessionListener {
    /// What each is called, and the key of the remote that has a say in it.
    private static final List<Matter> MATTERS = List.of(
            new Matter(KexProposalOption.ALGORITHMS, "way to agree on keys", SshAlgorithms.KEY_EXCHANGE),
            new Matter(KexProposalOption.SERVERKEYS, "kind of host key", ""),
            new Matter(KexProposalOption.C2SENC, "cipher", SshAlgorithms.CIPHERS),
            new Matter(KexProposalOption.S2CENC, "cipher", SshAlgorithms.CIPHERS),
            new Matter(KexProposalOption.C2SMAC, "code of authentication (MAC)", ""),
            new Matter(KexProposalOption.S2CMAC, "code of authentication (MAC)", ""),
            new Matter(KexProposalOption.C2SCOMP, "compression", ""),
            new Matter(KexProposalOption.S2CCOMP, "compression", ""));

    /// What stands among the ways to agree on keys and says what else an end can do (RFC 8308, OpenSSH's PROTOCOL).
    private static final String NO_WAY = "ext-info-[cs]|kex-strict-.*";

    private static final int MOST_SHOWN = 600;

    private final AtomicReference<Optional<AlgorithmMismatch>> mismatch = new AtomicReference<>(Optional.empty());

    private record Matter(KexProposalOption option, String name, String key) {}

    /// What the last server did not agree in, asked once.
    Optional<AlgorithmMismatch> takeMismatch() {
        return mismatch.getAndSet(Optional.empty());
    }

    @Override
    public void sessionNegotiationEnd(
            Session session,
            Map<KexProposalOption, String> client,
            Map<KexProposalOption, String> server,
            Map<KexProposalOption, String> agreed,
            @Nullable Throwable reason) {
        if (reason == null || !(session instanceof ClientSession connection)) {
            return;
        }
        for (var matter : MATTERS) {
            var offered = names(client, matter);
            var wanted = names(server, matter);
            // Who only looks at keys asks for those of one kind at a time.
            boolean matters = matter.option() != KexProposalOption.SERVERKEYS || !HostKeys.isLook(connection);
            if (matters && offered.stream().noneMatch(wanted::contains)) {
                mismatch.set(Optional.of(told(HostKeys.target(connection).toString(), matter, offered, wanted)));
                return;
            }
        }
    }

    private static List<String> names(Map<KexProposalOption, String> proposal, Matter matter) {
        return List.of(proposal.getOrDefault(matter.option(), "").split(",")).stream()
                .filter(name -> !name.isEmpty() && !name.matches(NO_WAY))
                .toList();
    }

    private static AlgorithmMismatch told(String where, Matter matter, List<String> offered, List<String> wanted) {
        String theirs = Reply.visible(String.join(", ", wanted), MOST_SHOWN);
        String remedy = matter.key().isEmpty() ? "" : " (see " + matter.key() + " of the remote)";
        return new AlgorithmMismatch("no " + matter.name() + " in common with " + where + ": offered were "
                + String.join(", ", offered) + "; it offers " + theirs + remedy);
    }
}
