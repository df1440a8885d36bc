package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class VigilTest {
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final long LONG_SECONDS = 20;

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean waiting = new AtomicBoolean(true);
    private final Vigil vigil = new Vigil(PATIENCE, waiting::get, over::countDown);

    @AfterEach
    void end() {
        vigil.end();
    }

    @Test
    void acts_when_somebody_waits_and_nothing_comes() throws InterruptedException {
        long begin = System.nanoTime();

        vigil.begin();

        assertThat(over.await(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(PATIENCE);
    }

    @Test
    void counts_from_the_last_sign() throws InterruptedException {
        vigil.begin();
        long last = System.nanoTime();
        for (int i = 0; i < 8; i++) {
            assertThat(over.await(PATIENCE.toMillis() / 4, TimeUnit.MILLISECONDS))
                    .isFalse();
            last = System.nanoTime();
            vigil.sign();
        }

        assertThat(over.await(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - last)).isGreaterThanOrEqualTo(PATIENCE);
    }

    @Test
    void leaves_a_server_alone_that_nobody_waits_for() throws InterruptedException {
        waiting.set(false);
        vigil.begin();

        assertThat(over.await(PATIENCE.toMillis() * 4, TimeUnit.MILLISECONDS)).isFalse();

        waiting.set(true);
        vigil.sign();
        assertThat(over.await(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void does_nothing_once_it_was_ended() throws InterruptedException {
        vigil.begin();
        vigil.end();

        assertThat(over.await(PATIENCE.toMillis() * 4, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void does_nothing_if_it_was_ended_before_it_began() throws InterruptedException {
        vigil.end();
        vigil.begin();

        assertThat(over.await(PATIENCE.toMillis() * 4, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void what_it_runs_may_end_it() throws InterruptedException {
        var interrupted = new AtomicBoolean(true);
        var ran = new CountDownLatch(1);
        var holder = new Vigil[1];
        holder[0] = new Vigil(PATIENCE, () -> true, () -> {
            holder[0].end();
            interrupted.set(Thread.currentThread().isInterrupted());
            ran.countDown();
        });

        holder[0].begin();

        assertThat(ran.await(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(interrupted).isFalse();
    }
}
