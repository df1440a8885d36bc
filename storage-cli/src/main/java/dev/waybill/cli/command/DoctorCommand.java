package dev.waybill.cli.command;

import dev.waybill.cli.doctor.CheckupView;
import dev.waybill.cli.doctor.JsonCheckup;
import dev.waybill.cli.doctor.TextCheckup;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.domain.config.RemoteConfiguration;
import dev.waybill.domain.doctor.Checkup;
import dev.waybill.domain.doctor.CheckupReport;
import java.security.SecureRandom;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures what a store really does.
@Command(
        name = "doctor",
        description = {
            "Measure what a store really does, and say whether push and pull are safe there.",
            "It writes about 15 MiB under waybill-doctor-<number>/, "
                    + "touches nothing else, and removes what it wrote. A promise that the store does not keep, such "
                    + "as a condition that it accepts and ignores, is shown with the lines of configuration that do "
                    + "without it.",
            "It ends with 0 where push and pull are safe, and with 4 where they are not."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill doctor                  the remote that push and pull use",
            "  waybill doctor lab",
            "  waybill doctor s3://bucket/prefix --output json"
        })
public final class DoctorCommand extends WaybillCommand {
    /// For whom the report is printed.
    enum Format {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    private RemoteArgument remote = new RemoteArgument();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text for people, json for machines (default: ${DEFAULT-VALUE}).")
    private Format output = Format.TEXT;

    /// @param surroundings what is around the run
    public DoctorCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) throws InterruptedException {
        RemoteConfiguration examined = remote.in(session);
        CheckupView view = switch (output) {
            case TEXT -> new TextCheckup(session.console(), examined);
            case JSON -> new JsonCheckup(session.console().out(), examined);
        };
        try (var store = session.factory().openStore(examined)) {
            view.begin();
            var checkup = new Checkup(session.surroundings().clock(), new SecureRandom());
            CheckupReport report = checkup.of(store, view::finding);
            view.end(report);
            return report.isSafe() ? ExitCode.DONE : ExitCode.INCOMPLETE;
        }
    }
}
