package dev.waybill.cli.command;

import dev.waybill.cli.run.Surroundings;
import picocli.CommandLine.Command;

/// Moves objects and folders between any two places.
@Command(
        name = "mv",
        description = "Move objects and folders between any two places: copied first, removed when the copy is whole.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill mv lab:a.bin lab:old/a.bin    within a store",
            "  waybill mv -r ./results lab:runs/     from this machine to a remote",
            "  waybill mv -r --dry-run lab:x lab:y   only tell what would be done"
        })
public final class MvCommand extends CopyCommand {
    /// @param surroundings what is around the run
    public MvCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    boolean isMove() {
        return true;
    }
}
