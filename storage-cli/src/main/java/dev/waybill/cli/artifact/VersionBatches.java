package dev.waybill.cli.artifact;

import dev.waybill.cli.artifact.RepositoryCommand.Work;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failures;
import dev.waybill.domain.operation.VersionBatch;
import dev.waybill.domain.operation.VersionRange;
import java.util.ArrayList;
import java.util.List;

/// What commands say of many versions, and how they end.
final class VersionBatches {
    private VersionBatches() {}

    /// A batch whose failures are told of as they come.
    static VersionBatch of(Work work) {
        return new VersionBatch(work.repository(), failure -> work.console().failure(Failures.of(failure)));
    }

    /// What was typed, all of it looked at before anything is asked of a store.
    ///
    /// @throws dev.waybill.cli.exit.CommandFailure naming what breaks a rule
    static List<VersionRange> ranges(List<String> typed) throws InterruptedException {
        return RepositoryCommand.typed(
                () -> typed.stream().map(VersionRange::parse).toList());
    }

    /// How the command ends: as the one kind of failure that there was, if nothing was done beside it.
    static ExitCode exitCode(VersionBatch batch) {
        var ends = new ArrayList<ExitCode>();
        batch.failures()
                .values()
                .forEach(failure -> ends.add(Failures.of(failure).code()));
        if (batch.isAnythingDone()) {
            ends.add(ExitCode.DONE);
        }
        return ExitCode.ofAll(ends);
    }
}
