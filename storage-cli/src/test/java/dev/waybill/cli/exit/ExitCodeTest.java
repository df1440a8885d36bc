package dev.waybill.cli.exit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.GeneratedPages;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Which failure ends the command how, and the page that says so.
class ExitCodeTest {
    private static final StoreId STORE = new StoreId("s3", "lab");
    private static final ObjectKey KEY = ObjectKey.of("a/b");

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new StorageException.ObjectNotFound(STORE, KEY, null), ExitCode.NOT_FOUND),
                Arguments.of(new StorageException.StoreNotFound(STORE, "make it", null), ExitCode.NOT_FOUND),
                Arguments.of(new StorageException.UploadNotFound(STORE, KEY, null), ExitCode.NOT_FOUND),
                Arguments.of(
                        new StorageException.RangeUnsatisfiable(STORE, KEY, ByteRange.of(9, 1), null), ExitCode.USAGE),
                Arguments.of(new StorageException.KeyRejected(STORE, KEY, "too long", null), ExitCode.USAGE),
                Arguments.of(new StorageException.NotSupported(STORE, Optional.of(KEY), "it"), ExitCode.USAGE),
                Arguments.of(new StorageException.PreconditionFailed(STORE, KEY, "absent", null), ExitCode.INCOMPLETE),
                Arguments.of(new StorageException.NotModified(STORE, KEY, new Etag("1"), null), ExitCode.INCOMPLETE),
                Arguments.of(
                        new StorageException.QuotaExceeded(STORE, Optional.of(KEY), "full", null), ExitCode.INCOMPLETE),
                Arguments.of(new StorageException.SourceFailed(STORE, KEY, "gone", null), ExitCode.INCOMPLETE),
                Arguments.of(new StorageException.UploadPartsRejected(STORE, KEY, "2", null), ExitCode.INCOMPLETE),
                Arguments.of(
                        new StorageException.StoreFailure(STORE, Optional.of(KEY), "418", null), ExitCode.INCOMPLETE),
                Arguments.of(
                        new StorageException.StoreUnavailable(
                                STORE,
                                Optional.of(KEY),
                                StorageException.StoreUnavailable.Reason.BUSY,
                                "503",
                                Optional.empty(),
                                null),
                        ExitCode.UNAVAILABLE),
                Arguments.of(new StorageException.AccessDenied(STORE, Optional.of(KEY), "403", null), ExitCode.DENIED),
                Arguments.of(new StorageException.CorruptContent(STORE, KEY, "crc", null), ExitCode.CORRUPT),
                Arguments.of(new StorageException.Cancelled(STORE, Optional.of(KEY), null), ExitCode.CANCELLED));
    }

    @Test
    void a_command_that_did_several_things_ends_as_all_of_them_did_or_as_one_that_left_some_undone() {
        assertThat(ExitCode.ofAll(List.of())).isEqualTo(ExitCode.DONE);
        assertThat(ExitCode.ofAll(List.of(ExitCode.DENIED, ExitCode.DENIED))).isEqualTo(ExitCode.DENIED);
        assertThat(ExitCode.ofAll(List.of(ExitCode.DONE, ExitCode.DENIED))).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(ExitCode.ofAll(List.of(ExitCode.UNAVAILABLE, ExitCode.DENIED)))
                .isEqualTo(ExitCode.INCOMPLETE);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void every_kind_of_failure_has_its_exit_code(StorageException failure, ExitCode code) {
        assertThat(Failures.of(failure).code()).isEqualTo(code);
        assertThat(Failures.of(failure).message()).contains("s3://lab");
        assertThat(Failures.of(new IllegalStateException("around", failure)).code())
                .isEqualTo(code);
    }

    @Test
    void every_kind_of_failure_is_tried_here() {
        long kinds = Stream.of(StorageException.class.getPermittedSubclasses()).count();
        assertThat(failures().map(arguments -> arguments.get()[0].getClass()).distinct())
                .hasSize((int) kinds);
    }

    @Test
    void what_nobody_expected_is_called_a_defect() {
        Failure failure = Failures.of(new IllegalStateException("odd"));
        assertThat(failure.code()).isEqualTo(ExitCode.DEFECT);
        assertThat(failure.message()).contains("odd");
    }

    @Test
    void the_kind_of_a_failure_has_a_name_for_machines() {
        assertThat(StorageFailures.kind(new StorageException.ObjectNotFound(STORE, KEY, null)))
                .isEqualTo("object-not-found");
    }

    @Test
    void the_page_of_exit_codes_is_made_of_them() {
        var page = new StringBuilder("""
                # Exit codes

                How `waybill` ends, for scripts. This page is made from `ExitCode` by `ExitCodeTest`.

                | code | meaning | for instance |
                |---|---|---|
                """);
        for (ExitCode code : ExitCode.values()) {
            page.append("| %d | %s | %s |%n".formatted(code.status(), code.meaning(), code.example()));
        }
        page.append("""

                Where a run meets several, the gravest counts: content that is corrupt, then items that failed, then a
                guard, then conflicts. A run that was broken off ends with what broke it off. Where either comes to 4, and
                deletes were held back by it, the code is 9; 5, 6 and 7 tell what to do about the cause, and stay.
                Links and names that were left out are counted in the summary and change no code.
                SIGTERM ends with 143, as the shell has it.
                """);
        GeneratedPages.check("exit-codes.md", page.toString());
    }
}
