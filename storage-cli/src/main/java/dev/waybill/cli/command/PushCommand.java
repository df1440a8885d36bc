package dev.waybill.cli.command;

import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.sync.SyncDirection;
import picocli.CommandLine.Command;

/// Brings the remote to what the local folder is.
@Command(
        name = "push",
        description =
                "Bring the remote to what the local folder is. What changed on both sides is reported, not overwritten.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill push                          the folder storage to the configured remote",
            "  waybill push --dry-run                only tell what would be done",
            "  waybill push --remote prod --delete   also delete there what was deleted here",
            "  waybill push --storage data --remote s3://bucket/data --exclude \"*.tmp\"",
            "  waybill push --output ndjson          for machines: one JSON object a line",
            "  waybill push --retry-failed 20261120T120000Z-1a2b3c4d   only what failed in that run"
        })
public final class PushCommand extends SyncCommand {
    /// @param surroundings what is around the run
    public PushCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    SyncDirection direction() {
        return SyncDirection.PUSH;
    }
}
