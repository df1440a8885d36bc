package dev.waybill.domain.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.TestSources;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("MustBeClosedChecker") // the store lives in memory and is closed after each test
class LimitedAdapterTest {
    private static final ObjectKey KEY = ObjectKey.of("a");

    private final InMemoryAdapter store = new InMemoryAdapter(Clock.systemUTC());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end_the_threads() {
        threads.shutdownNow();
        store.close();
    }

    private LimitedAdapter limitedTo(int requests) {
        return new LimitedAdapter(store, LimitOptions.NONE.withRequests(requests), Sleeper.REAL);
    }

    @Test
    void never_more_requests_are_under_way_than_may_be() throws Exception {
        LimitedAdapter limited = limitedTo(2);
        var underWay = new AtomicInteger();
        var most = new AtomicInteger();
        ObjectSource source = TestSources.acting(500, new byte[1000], () -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            for (int i = 0; i < 20_000; i++) {
                Thread.onSpinWait();
            }
            underWay.decrementAndGet();
        });
        List<Future<?>> puts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ObjectKey key = ObjectKey.of("k" + i);
            puts.add(threads.submit(() -> limited.put(key, source, PutOptions.DEFAULT)));
        }
        for (Future<?> put : puts) {
            put.get(60, TimeUnit.SECONDS);
        }
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void a_body_that_is_closed_before_its_end_makes_room_for_the_next() throws Exception {
        LimitedAdapter limited = limitedTo(1);
        store.put(KEY, ObjectSource.of(new byte[1000]), PutOptions.DEFAULT);
        Callable<Integer> readOne = () -> readOne(limited);

        for (int i = 0; i < 5; i++) {
            assertThat(threads.submit(readOne).get(60, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void a_request_that_fails_makes_room_for_the_next() throws Exception {
        LimitedAdapter limited = limitedTo(1);

        for (int i = 0; i < 5; i++) {
            Future<?> failing = threads.submit(() -> limited.get(ObjectKey.of("no-such"), GetOptions.WHOLE));
            assertThat(failing).failsWithin(60, TimeUnit.SECONDS);
        }
        assertThat(threads.submit(() -> limited.stat(KEY)).get(60, TimeUnit.SECONDS))
                .isEmpty();
    }

    private static int readOne(LimitedAdapter limited) throws IOException {
        try (var content = limited.get(KEY, GetOptions.WHOLE)) {
            return content.stream().read();
        }
    }
}
