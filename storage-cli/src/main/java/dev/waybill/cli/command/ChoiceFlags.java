package dev.waybill.cli.command;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.domain.config.SyncDefaults;
import dev.waybill.domain.sync.ConflictPolicy;
import dev.waybill.domain.sync.DeleteGuard;
import dev.waybill.domain.sync.SyncOptions;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/// The options that say what is done about deletes and conflicts.
final class ChoiceFlags {
    @Option(
            names = "--delete",
            description = "Also delete at the target what was deleted at the source since the last sync.")
    boolean delete;

    @Option(
            names = "--max-delete",
            paramLabel = "N",
            description = "Delete nothing if more than so many objects would go.")
    Optional<Long> maxDelete = Optional.empty();

    @Option(
            names = "--overwrite",
            description = "Where both sides changed, let the source's version replace the target's.")
    boolean overwrite;

    @Option(names = "--restore", description = "Transfer again what was deleted at the target since the last sync.")
    boolean restore;

    @Option(
            names = "--keep",
            negatable = true,
            description = "First copy what is replaced or deleted to the trash of the target, so that waybill undo can"
                    + " bring it back; on with --delete, unless --no-keep is given.")
    Optional<Boolean> keep = Optional.empty();

    /// @param configured what holds where no flag is given
    /// @param force whether to delete also what looks like an accident
    SyncOptions options(SyncOptions compared, SyncDefaults configured, boolean force) {
        if ((force || maxDelete.isPresent()) && !delete) {
            throw CommandFailure.usage("--force-delete and --max-delete need --delete", "add --delete");
        }
        if (maxDelete.orElse(0L) < 0) {
            throw CommandFailure.usage("--max-delete must be 0 or more: " + maxDelete.get(), "0 deletes nothing");
        }
        OptionalLong most = maxDelete.map(OptionalLong::of).orElse(OptionalLong.empty());
        return compared.withDelete(delete)
                .withGuard(new DeleteGuard(most, force))
                .withConflicts(overwrite ? ConflictPolicy.SOURCE_WINS : ConflictPolicy.REPORT)
                .withRestore(restore)
                .withKeep(keep.or(configured::keep).orElse(delete));
    }
}
