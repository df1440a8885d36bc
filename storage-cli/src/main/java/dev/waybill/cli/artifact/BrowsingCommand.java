package dev.waybill.cli.artifact;

import dev.waybill.cli.run.Surroundings;
import picocli.CommandLine.Option;

/// What the commands have in common that only look: they can look into the catalog.
abstract class BrowsingCommand extends RepositoryCommand {
    @Option(
            names = "--offline",
            description = "Look into the catalog that waybill remote sync made, without the network.")
    private boolean offline;

    BrowsingCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    boolean isOffline() {
        return offline;
    }
}
