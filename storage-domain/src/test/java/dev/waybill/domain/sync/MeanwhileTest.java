package dev.waybill.domain.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MeanwhileTest {
    private static String wait(CountDownLatch latch, AtomicBoolean brokenOff) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            brokenOff.set(true);
            Thread.currentThread().interrupt();
        }
        return "found";
    }

    @Test
    void who_asks_goes_on_meanwhile() {
        var other = new CountDownLatch(1);
        var brokenOff = new AtomicBoolean();
        try (var looking = Meanwhile.of(() -> wait(other, brokenOff), "interrupted")) {
            other.countDown();
            assertThat(looking.get()).isEqualTo("found");
        }
        assertThat(brokenOff).isFalse();
    }

    @Test
    void what_is_thrown_is_thrown_where_it_is_asked_for() {
        try (var looking = Meanwhile.of(
                () -> {
                    throw new IllegalStateException("of the test");
                },
                "interrupted")) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(looking::get)
                    .withMessage("of the test");
        }
    }

    @Test
    @SuppressWarnings("try") // what is looked for is only closed
    void what_is_not_asked_for_any_more_is_broken_off() {
        var brokenOff = new AtomicBoolean();
        var begun = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        try (var looking = Meanwhile.of(
                () -> {
                    begun.countDown();
                    return wait(never, brokenOff);
                },
                "interrupted")) {
            begun.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(brokenOff).isTrue();
    }

    @Test
    void an_interrupt_is_kept_and_ends_the_waiting() {
        var brokenOff = new AtomicBoolean();
        Thread.currentThread().interrupt();
        try (var looking = Meanwhile.of(() -> wait(new CountDownLatch(1), brokenOff), "interrupted")) {
            assertThat(looking.get()).isIn("interrupted", "found");
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
