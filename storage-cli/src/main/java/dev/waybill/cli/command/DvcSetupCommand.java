package dev.waybill.cli.command;

import dev.waybill.cli.dvc.DvcRemote;
import dev.waybill.cli.dvc.DvcRepository;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.domain.config.UrlText;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Configures DVC on the storage of a remote.
@Command(
        name = "setup",
        description = {
            "Have DVC keep its data on the storage of a remote, in the folder dvc beside the one that push and pull "
                    + "work on, and make it DVC's default remote.",
            "It writes what dvc remote add -f -d and dvc remote modify --local would: the place into .dvc/config, "
                    + "credentials into .dvc/config.local alone, which must be ignored by Git and which nobody else "
                    + "can read. The command dvc is not run: it would be given the secrets in view of everybody.",
            "The remote's provider is s3 or naas. Temporary credentials end; run it again then."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill dvc setup                 on the storage of the remote that push and pull use",
            "  waybill dvc setup team --name s3  on that of another, called s3 by DVC"
        })
public final class DvcSetupCommand extends WaybillCommand {
    @Mixin
    private RemoteArgument remote = new RemoteArgument();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What DVC calls it; otherwise what Waybill does, or waybill for a URL.")
    private Optional<String> name = Optional.empty();

    /// @param surroundings what is around the run
    public DvcSetupCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) {
        var repository = DvcRepository.find(session.surroundings().workingFolder());
        var configured = remote.in(session);
        repository.requireLocalIsIgnored();
        String called =
                name.orElseGet(() -> UrlText.schemeOf(configured.name()).isPresent() ? "waybill" : configured.name());
        DvcRemote ours;
        try {
            ours = new DvcRemote(called, Remotes.access(session, configured));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), "choose another with --name");
        }
        repository.configure(ours);
        tell(session, repository, ours);
        return ExitCode.DONE;
    }

    private static void tell(Session session, DvcRepository repository, DvcRemote ours) {
        var console = session.console();
        console.line("DVC keeps its data at " + SafeText.of(ours.url()) + " (remote " + ours.name() + ", its default)");
        console.note("  " + SafeText.of(repository.shared() + "        the place"));
        console.note(
                ours.needsCredentials()
                        ? "  " + SafeText.of(repository.local() + "  the credentials: yours alone, ignored by Git")
                        : "  DVC finds the credentials where Waybill finds them; none were written");
        ours.access()
                .credentials()
                .expires()
                .ifPresent(end -> console.note(
                        "The credentials end at " + Remotes.shown(end) + ": run waybill dvc setup again then."));
        if (ours.liesInTheStore()) {
            console.warning("this is within what push and pull of this remote work on: give the remote a prefix, "
                    + "or leave dvc/ out with sync.exclude");
        }
    }
}
