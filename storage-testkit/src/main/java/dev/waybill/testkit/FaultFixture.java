package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.StoreUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/// What the parts of a [WireFaultContract] share.
interface FaultFixture {
    /// What was there before.
    byte[] OLD = TestSources.bytes(1000, 1);

    /// An object that adapters may send as one piece.
    byte[] SMALL = TestSources.bytes(200_000, 2);

    /// An object that they send as it is read.
    byte[] LARGE = TestSources.bytes(1_600_000, 3);

    /// An object that takes longer over a slow way than a server may be silent, and is more than lies in the buffers
    /// of connections, which a client waits for at the end.
    byte[] SLOW = TestSources.bytes(12 << 20, 7);

    /// How slow that way is.
    long SLOW_BYTES_PER_SECOND = 5 << 20;

    /// How long a server may be silent then.
    Duration SLOW_PATIENCE = Duration.ofSeconds(2);

    /// The proxy, the clients and the server of this test.
    FaultBench bench();

    /// Whether an answer that breaks off in its head is told from one that ends there.
    boolean cutHeadsShow();

    /// What a failed call failed with, also where it is the cause of what a stream threw.
    default StorageException failureOf(Callable<?> call) {
        try {
            var answer = call.call();
            throw new AssertionError("expected a failure, and it gave "
                    + (answer instanceof byte[] bytes ? bytes.length + " bytes" : answer));
        } catch (StorageException e) {
            return e;
        } catch (IOException e) {
            if (e.getCause() instanceof StorageException cause) {
                return cause;
            }
            throw new AssertionError("a stream failed without a reason that is typed", e);
        } catch (Exception e) {
            throw new AssertionError("a call failed without a type", e);
        }
    }

    /// The call fails as one does that may succeed later.
    default StoreUnavailable assertUnavailable(Callable<?> call) {
        var failure = failureOf(call);
        assertThat(failure).isInstanceOf(StoreUnavailable.class);
        return (StoreUnavailable) failure;
    }

    /// The call fails as one does whose bytes were changed on the way, or whose connection noticed and broke.
    default void assertCorruptOrUnavailable(Callable<?> call) {
        assertThat(failureOf(call)).isInstanceOfAny(CorruptContent.class, StoreUnavailable.class);
    }

    /// What is stored at a key of this test is one of these, whole.
    default void assertStored(String name, byte[]... candidates) throws Exception {
        byte[] stored = FaultBench.again(() -> bench().direct().read(bench().key(name)));
        assertThat(List.of(candidates))
                .as("%s has %d bytes", name, stored.length)
                .anyMatch(bytes -> Arrays.equals(bytes, stored));
    }

    /// The fault that was planned took place.
    default void assertMet(FaultProxy.Statistics before) {
        assertThat(bench().proxy().statistics().faults())
                .as("faults that took place")
                .isGreaterThan(before.faults());
    }
}
