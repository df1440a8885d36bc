package dev.waybill.cli.command;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.port.spi.HostKey;
import dev.waybill.port.spi.HostTrust;
import dev.waybill.port.spi.UntrustedHost;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Accepts the key by which a remote's server proves which one it is.
@Command(
        name = "trust",
        description = {
            "Accept the key by which a remote's server proves which one it is.",
            "Shows the fingerprints of the keys that the server shows, as ssh-keygen -lf does, and asks whether to "
                    + "note them in the file of known hosts. Compare them with what the server's owner says. Servers "
                    + "on the way (ProxyJump) come first. A key that has changed is replaced only with --replace and "
                    + "a fingerprint."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill remote trust lab",
            "  waybill remote trust sftp://me@gpu.lab.example/data",
            "  waybill remote trust lab --fingerprint SHA256:uNiVztksCsDhcc0u9e8BrrJHVgWcvcuMCpGcDvkG8HE"
        })
public final class RemoteTrustCommand extends WaybillCommand {
    private static final String PREFIX = "SHA256:";

    @Parameters(paramLabel = "REMOTE", description = "The name of a remote or a URL.")
    private String remote = "";

    @Option(
            names = "--fingerprint",
            paramLabel = "SHA256:…",
            description = "Accept the key of this fingerprint without asking, and no other. Can be given for each "
                    + "server on the way.")
    private List<String> fingerprints = List.of();

    @Option(
            names = {"-y", "--yes"},
            description = "Accept whatever key an unknown server shows. Whoever sits between you and the server now "
                    + "can do so ever after.")
    private boolean yes;

    @Option(names = "--replace", description = "Accept a key in place of another that was known before.")
    private boolean replace;

    /// @param surroundings what is around the run
    public RemoteTrustCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) {
        Set<String> accepted =
                fingerprints.stream().map(RemoteTrustCommand::complete).collect(Collectors.toSet());
        var configured = session.factory().remote(session.configuration(), remote);
        var opened = configured.store().openTrust();
        if (opened.isEmpty()) {
            throw CommandFailure.usage(
                    configured.store().store() + " is not trusted by a key", "only remotes by SFTP need it");
        }
        try (HostTrust trust = opened.get()) {
            var host = trust.next();
            if (host.isEmpty()) {
                session.console().line("trusted already: " + SafeText.of(remote));
            }
            for (; host.isPresent(); host = trust.next()) {
                accept(session, trust, host.get(), accepted);
            }
            return ExitCode.DONE;
        }
    }

    private static String complete(String given) {
        String bare = given.startsWith(PREFIX) ? given.substring(PREFIX.length()) : given;
        String digest = bare.replaceFirst("=$", "");
        if (!digest.matches("[A-Za-z0-9+/]{43}")) {
            throw CommandFailure.usage(
                    "not a fingerprint: " + given, "it must be SHA256: and 43 letters, as ssh-keygen -lf prints it");
        }
        return PREFIX + digest;
    }

    private void accept(Session session, HostTrust trust, UntrustedHost host, Set<String> accepted) {
        host.keys().forEach(key -> session.console().line(line(host, key)));
        host.conflict()
                .ifPresent(conflict -> session.console()
                        .warning("the key of " + host.name() + " is not the one that is known: " + conflict));
        if (host.conflict().isPresent() && !(replace && !accepted.isEmpty())) {
            throw new CommandFailure(Failure.of(
                    ExitCode.GUARDED,
                    "the key of " + host.name() + " has changed, and nothing was accepted",
                    "someone may be listening in; if the server's owner confirms the new key: --replace --fingerprint"
                            + " with what the owner says"));
        }
        List<HostKey> keys = chosen(session, host, accepted);
        String file = trust.accept(host, keys, host.conflict().isPresent());
        session.console().line("trusted " + host.name() + " from now on, as noted in " + SafeText.of(file));
    }

    /// As `ssh-keygen -lf` prints it.
    private static String line(UntrustedHost host, HostKey key) {
        String kind = key.kind().replaceFirst("^ssh-", "").replaceFirst("^(ecdsa)-.*", "$1");
        return key.bits() + " " + key.fingerprint() + " " + SafeText.of(host.name()) + " ("
                + kind.toUpperCase(Locale.ROOT) + ")";
    }

    private List<HostKey> chosen(Session session, UntrustedHost host, Set<String> accepted) {
        if (!accepted.isEmpty()) {
            var keys = host.keys().stream()
                    .filter(key -> accepted.contains(key.fingerprint()))
                    .toList();
            if (keys.isEmpty()) {
                throw new CommandFailure(Failure.of(
                        ExitCode.DENIED,
                        host.name() + " shows no key of the fingerprint " + String.join(" or ", accepted),
                        "it may be another server than it says: ask its owner before anything else"));
            }
            return keys;
        }
        if (yes) {
            return host.keys();
        }
        if (!session.surroundings().errIsTerminal()) {
            throw CommandFailure.usage(
                    "there is no terminal to ask whether " + host.name() + " is to be trusted",
                    "say which key is: --fingerprint SHA256:…");
        }
        if (!session.isConfirmed("Are these the keys of " + host.name() + ", as its owner says?")) {
            throw new CommandFailure(Failure.of(ExitCode.GUARDED, host.name() + " was not trusted"));
        }
        return host.keys();
    }
}
