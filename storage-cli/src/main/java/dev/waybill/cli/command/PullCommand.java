package dev.waybill.cli.command;

import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.sync.SyncDirection;
import picocli.CommandLine.Command;

/// Brings the local folder to what the remote is.
@Command(
        name = "pull",
        description =
                "Bring the local folder to what the remote is. What changed on both sides is reported, not overwritten.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill pull                          the configured remote to the folder storage",
            "  waybill pull --dry-run                only tell what would be done",
            "  waybill pull --remote prod --delete   also delete here what was deleted there",
            "  waybill pull --storage copy --remote s3://bucket/data --include \"*.csv\"",
            "  waybill pull --retry-failed 20261120T120000Z-1a2b3c4d   only what failed in that run"
        })
public final class PullCommand extends SyncCommand {
    /// @param surroundings what is around the run
    public PullCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    SyncDirection direction() {
        return SyncDirection.PULL;
    }
}
