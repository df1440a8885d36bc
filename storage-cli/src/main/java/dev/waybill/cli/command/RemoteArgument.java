package dev.waybill.cli.command;

import dev.waybill.cli.run.Session;
import dev.waybill.domain.config.RemoteConfiguration;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/// The remote that a command is about, as its one argument.
final class RemoteArgument {
    @Parameters(
            arity = "0..1",
            paramLabel = "REMOTE",
            description = "The name of a remote or a URL; the default remote if left out.")
    private Optional<String> typed = Optional.empty();

    /// The remote that was named, by a name that may end in `:` or by a URL; else the default one.
    RemoteConfiguration in(Session session) {
        var configuration = session.configuration();
        String name = typed.map(text -> text.replaceFirst("(?<=[^:/]):$", "")).orElseGet(configuration::remote);
        return session.factory().remote(configuration, name);
    }
}
