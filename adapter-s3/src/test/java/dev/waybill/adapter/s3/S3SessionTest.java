package dev.waybill.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.Secret;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StoreId;
import dev.waybill.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// When a refused request is made once more, and when not.
class S3SessionTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-28T00:00:00Z"));
    private final Numbered source = new Numbered();
    private final S3Session session = new S3Session(source, new S3Clock(clock));
    private final List<String> requests = new ArrayList<>();

    /// Credentials with a number, the next one at each renewal.
    private static final class Numbered implements S3CredentialsSource {
        private int number = 1;
        private int renewals;

        static S3Credentials credentials(int number) {
            return new S3Credentials(
                    Secret.of("id-" + number), Secret.of("key-" + number), Optional.of(Secret.of("token-" + number)));
        }

        @Override
        public S3Credentials current() {
            return credentials(number);
        }

        @Override
        public boolean renew(S3Credentials refused) {
            if (refused.equals(current())) {
                renewals++;
                number++;
            }
            return true;
        }
    }

    /// A request that the store takes from these credentials alone.
    private String requestTakenFrom(int number) {
        String used = source.current().accessKeyId().reveal();
        requests.add(used);
        if (source.number != number) {
            throw denial(used);
        }
        return used;
    }

    private static AccessDenied denial(String used) {
        return new AccessDenied(new StoreId("s3", "b"), Optional.empty(), "refused " + used, null);
    }

    private void assertDenied() {
        assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> session.call(() -> requestTakenFrom(-1)));
    }

    @Test
    void a_request_that_is_taken_is_made_once() {
        assertThat(session.call(() -> requestTakenFrom(1))).isEqualTo("id-1");
        assertThat(source.renewals).isZero();
    }

    @Test
    void a_request_that_is_refused_is_made_once_more_with_others() {
        assertThat(session.call(() -> requestTakenFrom(2))).isEqualTo("id-2");
        assertThat(requests).containsExactly("id-1", "id-2");
    }

    @Test
    void what_is_refused_to_fresh_credentials_too_is_denied_and_others_are_let_be_for_a_while() {
        assertDenied();
        assertDenied();
        assertThat(requests).containsExactly("id-1", "id-2", "id-2");

        clock.advance(Duration.ofSeconds(31));
        assertDenied();
        assertThat(source.renewals).isEqualTo(2);
    }

    @Test
    void credentials_that_others_have_spent_meanwhile_are_no_reason_to_give_up() {
        assertThat(session.call(() -> {
                    if (source.number == 2) {
                        assertThat(session.call(() -> "taken from another")).isNotEmpty();
                    }
                    return requestTakenFrom(3);
                }))
                .isEqualTo("id-3");
    }

    @Test
    void there_is_an_end_to_trying_again() {
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> session.call(() -> {
                    session.call(() -> "taken from another");
                    return requestTakenFrom(-1);
                }));
        assertThat(requests).hasSize(4);
    }

    @Test
    void an_answer_to_older_credentials_that_comes_late_makes_nothing_forgotten() throws Exception {
        var begun = new CountDownLatch(1);
        var late = new CountDownLatch(1);
        var older = new FutureTask<>(() -> session.call(() -> {
            begun.countDown();
            return awaited(late);
        }));
        Thread.ofVirtual().start(older);
        begun.await();

        assertThat(session.call(() -> {
                    if (source.number == 2) {
                        session.call(() -> "taken from another");
                        late.countDown();
                        assertThat(awaited(older)).isEqualTo("late");
                    }
                    return requestTakenFrom(3);
                }))
                .isEqualTo("id-3");
    }

    private static String awaited(CountDownLatch latch) {
        try {
            latch.await();
            return "late";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String awaited(Future<String> result) {
        try {
            return result.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void credentials_that_are_replaced_before_they_are_refused_are_no_reason_to_give_up() {
        assertThat(session.call(() -> {
                    if (source.number < 8) {
                        source.number++;
                        return requestTakenFrom(-1);
                    }
                    return requestTakenFrom(8);
                }))
                .isEqualTo("id-8");
        assertThat(source.renewals).isZero();
    }

    @Test
    void there_is_an_end_also_where_others_come_all_the_time() {
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> session.call(() -> {
                    source.number++;
                    return requestTakenFrom(-1);
                }));
        assertThat(requests).hasSize(11);
        assertThat(source.renewals).isZero();
    }

    @Test
    void while_no_others_are_asked_for_those_that_came_are_used() {
        assertDenied();
        assertThat(session.call(() -> {
                    if (source.number == 2) {
                        source.number = 3;
                        throw denial("id-2");
                    }
                    return requestTakenFrom(3);
                }))
                .isEqualTo("id-3");
    }

    @Test
    void configured_keys_are_refused_once() {
        var configured = new S3Session(Numbered.credentials(7), new S3Clock(clock));
        assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> configured.call(() -> requestTakenFrom(-1)));
        assertThat(requests).hasSize(1);
    }

    @Test
    void messages_are_cleaned_of_the_credentials_before_too() {
        session.call(() -> requestTakenFrom(2));
        assertThat(session.redact("id-1 key-1 token-1 id-2 key-2 token-2 other"))
                .isEqualTo("*** *** *** *** *** *** other");
        assertThat(session.isTemporary()).isTrue();
    }
}
