package dev.waybill.cli.command;

import dev.waybill.cli.address.Location;
import dev.waybill.cli.address.Places;
import dev.waybill.cli.copy.StandardInput;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.port.ByteRange;
import java.util.List;
import picocli.CommandLine.Command;

/// Copies objects and folders between any two places.
@Command(
        name = "cp",
        description = "Copy objects and folders between any two places.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill cp data.csv lab:tables/       into tables; the / makes it a folder",
            "  waybill cp -r lab:models ./backup     into backup if it is there, else as backup",
            "  waybill cp -r s3://a/data s3://b/     between two stores",
            "  pg_dump db | waybill cp - lab:db.sql  from standard input",
            "  waybill cp lab:notes.txt -            to standard output"
        })
public final class CpCommand extends CopyCommand {
    /// @param surroundings what is around the run
    public CpCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    boolean isMove() {
        return false;
    }

    @Override
    protected ExitCode run(Session session) throws InterruptedException {
        boolean fromInput = sources().contains("-");
        boolean toOutput = targetText().equals("-");
        if ((fromInput && toOutput) || ((fromInput || toOutput) && sources().size() > 1)) {
            throw CommandFailure.usage(
                    "- (standard input or output) goes with one place on the other side", "waybill cp - lab:name");
        }
        if (toOutput) {
            return toOutput(session);
        }
        return fromInput ? fromInput(session) : super.run(session);
    }

    private ExitCode toOutput(Session session) {
        try (var opened = new Places(session, false)) {
            Location source = opened.existing(sources().getFirst());
            if (source.writtenAsFolder()) {
                throw CommandFailure.usage(source + " is a folder", "name an object; waybill ls shows them");
            }
            Contents.write(source, ByteRange.WHOLE, session.console().out());
            return ExitCode.DONE;
        }
    }

    private ExitCode fromInput(Session session) throws InterruptedException {
        try (var opened = new Places(session, false)) {
            Location target = opened.target(targetText());
            if (target.writtenAsFolder() || target.isFolder()) {
                throw CommandFailure.usage(
                        "standard input has no name, and " + target + " is a folder", "name the object to write");
            }
        }
        try (var input = StandardInput.read(surroundings().in())) {
            return copy(session, List.of(input.file().toString()));
        }
    }
}
