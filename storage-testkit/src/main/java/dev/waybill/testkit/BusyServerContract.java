package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.Capability;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.UploadRequest;
import dev.waybill.testkit.WireFault.Answer;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/// Servers of HTTP that are busy and say for how long.
interface BusyServerContract extends FaultFixture {
    /// What a server says of how long it wants to be left alone.
    Duration WAIT = Duration.ofSeconds(17);

    @Test
    default void a_server_that_is_busy_is_unavailable_for_as_long_as_it_says() throws Exception {
        String key = bench().key("key");
        bench().direct().put(key, OLD);
        for (int status : List.of(429, 503)) {
            var answer = Answer.of(status, Map.of("Retry-After", Long.toString(WAIT.toSeconds())));
            assertBusy(answer, () -> bench().through().put(key, SMALL));
            assertBusy(answer, () -> bench().through().put(key, LARGE));
            assertBusy(answer, () -> bench().through().read(key));
            assertBusy(answer, () -> bench().through().stat(key));
            assertBusy(answer, () -> bench().through().keys(bench().key("")));
            assertBusy(answer, () -> {
                bench().through().delete(key);
                return "success";
            });
        }
        assertStored("key", OLD);
    }

    private void assertBusy(Answer answer, Callable<?> call) throws Exception {
        bench().connect(bench().through());
        bench().proxy().onAll(answer);
        var failure = assertUnavailable(call);
        bench().proxy().heal();
        assertThat(failure.reason()).isEqualTo(Reason.BUSY);
        assertThat(failure.retryAfter()).contains(WAIT);
    }

    @Test
    default void a_part_that_a_busy_server_refuses_is_sent_again() throws Exception {
        if (!bench().direct().can(Capability.RESUMABLE_UPLOAD)) {
            return;
        }
        var answer = Answer.of(503, Map.of("Retry-After", Long.toString(WAIT.toSeconds())));
        var request = UploadRequest.start(ObjectKey.of(bench().key("key")), PutOptions.DEFAULT, 5 << 20);
        try (var upload = bench().through().client().openUpload(request)) {
            assertBusy(answer, () -> upload.putPart(1, ObjectSource.of(SMALL)));
            FaultBench.again(() -> upload.putPart(1, ObjectSource.of(SMALL)));
            FaultBench.again(() -> upload.complete(upload.parts(), java.util.Optional.empty()));
        }
        assertStored("key", SMALL);
    }

    @Test
    default void a_busy_server_may_name_the_hour() throws Exception {
        var until = Clock.systemUTC().instant().plus(WAIT.multipliedBy(2));
        String hour = DateTimeFormatter.RFC_1123_DATE_TIME.format(until.atOffset(ZoneOffset.UTC));
        bench().connect(bench().through());
        bench().proxy().onAll(Answer.of(503, Map.of("Retry-After", hour)));

        var failure = assertUnavailable(() -> bench().through().put(bench().key("key"), SMALL));
        assertThat(failure.retryAfter())
                .hasValueSatisfying(wait -> assertThat(wait).isBetween(WAIT, WAIT.multipliedBy(2)));
    }

    /// What stands between may answer in its own words.
    @Test
    default void a_gateway_that_finds_no_server_is_unavailable() throws Exception {
        for (int status : List.of(500, 502, 504)) {
            var page = new Answer(status, Map.of("Content-Type", "text/html"), "<html><h1>Bad gateway</h1></html>");
            bench().connect(bench().through());
            bench().proxy().onAll(page);
            assertUnavailable(() -> bench().through().put(bench().key("key"), SMALL));
            assertUnavailable(() -> bench().through().stat(bench().key("key")));
            assertUnavailable(() -> bench().through().keys(bench().key("")));
            bench().proxy().heal();
        }
        assertThat(bench().direct().keys(bench().key(""))).isEmpty();
    }
}
