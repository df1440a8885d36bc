package dev.waybill.cli.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.domain.sync.DeleteOutcome;
import dev.waybill.domain.sync.DeleteOutcome.Why;
import dev.waybill.domain.sync.FailureKind;
import dev.waybill.domain.sync.Resumption;
import dev.waybill.domain.sync.RunEnd;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncFailure;
import dev.waybill.domain.sync.SyncReport;
import dev.waybill.domain.sync.Tally;
import dev.waybill.domain.sync.TwoWayReport;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// How a command ends whose deletes were held back, or were not.
class SyncOutcomeTest {
    private static final StoreId STORE = new StoreId("s3", "lab");
    private static final ObjectKey KEY = ObjectKey.of("a/b");
    private static final RunEnd COMPLETED = new RunEnd.Completed();
    private static final StorageException LOST = new StorageException.SourceFailed(STORE, KEY, "gone", null);
    private static final StorageException CORRUPT = new StorageException.CorruptContent(STORE, KEY, "crc", null);
    private static final StorageException ODD = new StorageException.StoreFailure(STORE, Optional.empty(), "418", null);
    private static final StorageException DENIED =
            new StorageException.AccessDenied(STORE, Optional.empty(), "403", null);

    private static SyncReport report(RunEnd end, DeleteOutcome deletes, long conflicts, StorageException... causes) {
        List<SyncFailure> failures = Stream.of(causes)
                .map(cause -> new SyncFailure(KEY, cause, FailureKind.ITEM))
                .toList();
        return new SyncReport(
                SyncDirection.PUSH,
                "20261120T120000Z-1a2b3c4d",
                false,
                end,
                Map.of(),
                Map.of(),
                Tally.NONE,
                Resumption.NONE,
                deletes,
                conflicts,
                List.of(),
                failures.size(),
                failures,
                Map.of(),
                Map.of(),
                Duration.ZERO);
    }

    private static DeleteOutcome withheld(long due, Why why) {
        return new DeleteOutcome.Withheld(due, why, "held back");
    }

    static Stream<Arguments> reports() {
        var notAsked = new DeleteOutcome.NotAsked();
        var ran = new DeleteOutcome.Ran();
        DeleteOutcome some = withheld(3, Why.FAILURES);
        DeleteOutcome none = withheld(0, Why.FAILURES);
        return Stream.of(
                Arguments.of("all done", report(COMPLETED, ran, 0), ExitCode.DONE),
                Arguments.of("a failure, no deletes asked", report(COMPLETED, notAsked, 0, LOST), ExitCode.INCOMPLETE),
                Arguments.of("a failure, no deletes due", report(COMPLETED, none, 0, LOST), ExitCode.INCOMPLETE),
                Arguments.of("a failure, deletes due", report(COMPLETED, some, 0, LOST), ExitCode.HELD_BACK),
                Arguments.of("a failure and a conflict", report(COMPLETED, some, 1, LOST), ExitCode.HELD_BACK),
                Arguments.of("a refused step of a plan", report(COMPLETED, some, 1), ExitCode.HELD_BACK),
                Arguments.of("a conflict, deletes done", report(COMPLETED, ran, 1), ExitCode.INCOMPLETE),
                Arguments.of("damage, deletes due", report(COMPLETED, some, 0, LOST, CORRUPT), ExitCode.CORRUPT),
                Arguments.of("parts missing", report(COMPLETED, withheld(1, Why.PARTS_MISSING), 0), ExitCode.HELD_BACK),
                Arguments.of("an empty source", report(COMPLETED, withheld(1, Why.SOURCE_EMPTY), 0), ExitCode.GUARDED),
                Arguments.of("more than half", report(COMPLETED, withheld(9, Why.MORE_THAN_HALF), 0), ExitCode.GUARDED),
                Arguments.of(
                        "more than allowed",
                        report(COMPLETED, withheld(9, Why.MORE_THAN_ALLOWED), 1),
                        ExitCode.GUARDED),
                Arguments.of("a broken listing", report(new RunEnd.Stopped(ODD), none, 0), ExitCode.HELD_BACK),
                Arguments.of(
                        "a broken listing, no deletes asked",
                        report(new RunEnd.Stopped(ODD), notAsked, 0),
                        ExitCode.INCOMPLETE),
                Arguments.of("a refused listing", report(new RunEnd.Stopped(DENIED), none, 0), ExitCode.DENIED),
                Arguments.of("cancelled", report(new RunEnd.Cancelled(), some, 0, LOST), ExitCode.CANCELLED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reports")
    void what_holds_deletes_back_decides_the_code(String what, SyncReport report, ExitCode code) {
        assertThat(SyncOutcome.of(report)).as(what).isEqualTo(code);
    }

    @Test
    void what_fails_on_one_side_holds_back_the_deletes_of_both() {
        SyncReport push = report(COMPLETED, withheld(1, Why.FAILURES), 0);
        SyncReport pull = report(COMPLETED, withheld(1, Why.FAILURES), 0, LOST);
        assertThat(SyncOutcome.of(new TwoWayReport(push, pull))).isEqualTo(ExitCode.HELD_BACK);
    }
}
