package dev.waybill.domain.transfer;

import static dev.waybill.domain.transfer.TransferScene.PART;
import static dev.waybill.domain.transfer.TransferScene.TO;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.layer.ForwardingAdapter;
import dev.waybill.port.Checksum;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import dev.waybill.testkit.TestSources;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The first call of a transfer fails, then the second, and so on until none is left to fail.
class TransferSweepTest {
    private static final byte[] OLD = TestSources.bytes(50, 99);

    @ParameterizedTest
    @CsvSource({
        "0, false",
        "0, true",
        "700, false",
        "700, true",
        "8197, false",
        "8197, true",
        "28677, false",
        "28677, true"
    })
    void whichever_call_fails_the_old_object_stands_or_the_whole_new_one(int size, boolean done) {
        byte[] bytes = TestSources.bytes(size, 1);
        int failed = 0;
        for (int number = 1; failed == number - 1; number++) {
            try (var scene = new TransferScene()) {
                ObjectMetadata old = scene.target.put(TO, ObjectSource.of(OLD), PutOptions.DEFAULT);
                ObjectMetadata what = scene.given(bytes);
                var fault = new Fault(number, done, scene);
                var options = TransferOptions.DEFAULT.withPrecondition(
                        Precondition.matches(old.etag().orElseThrow()));
                boolean moved = moves(scene, what, fault, options);
                assertThat(scene.storedIs(bytes) || (!moved && scene.storedIs(OLD)))
                        .as("call %d", number)
                        .isTrue();
                assertThat(scene.unfinished()).as("call %d", number).isLessThanOrEqualTo(fault.lostUploads);
                failed += moved ? 0 : 1;
            }
        }
        assertThat(failed).isGreaterThanOrEqualTo(size > 3 * PART ? 10 : 2);
    }

    private static boolean moves(TransferScene scene, ObjectMetadata what, Fault fault, TransferOptions options) {
        try {
            scene.copy(new Failing(scene.source, fault), what, new Failing(scene.target, fault), options);
            return true;
        } catch (StorageException.StoreUnavailable e) {
            return false;
        }
    }

    /// Fails one call of two stores, before or after it is done.
    private static final class Fault {
        private final int number;
        private final boolean done;
        private final TransferScene scene;
        private final AtomicInteger calls = new AtomicInteger();
        private int lostUploads;

        Fault(int number, boolean done, TransferScene scene) {
            this.number = number;
            this.done = done;
            this.scene = scene;
        }

        <T> T call(Supplier<T> call) {
            boolean fails = calls.incrementAndGet() == number;
            if (fails && !done) {
                throw unavailable();
            }
            T value = call.get();
            if (fails) {
                throw unavailable();
            }
            return value;
        }

        /// An upload whose id was lost with the answer is one that nobody here can abort.
        UploadSession opening(Supplier<UploadSession> call) {
            try {
                return call(call);
            } catch (StorageException.StoreUnavailable e) {
                lostUploads = done ? 1 : 0;
                throw e;
            }
        }

        private StorageException unavailable() {
            return new StorageException.StoreUnavailable(
                    scene.target.store(),
                    Optional.of(TO),
                    StorageException.StoreUnavailable.Reason.OUTCOME_UNKNOWN,
                    "planted",
                    Optional.empty(),
                    null);
        }
    }

    private static final class Failing extends ForwardingAdapter {
        private final Fault fault;

        Failing(IObjectStorageAdapter behind, Fault fault) {
            super(behind);
            this.fault = fault;
        }

        @Override
        public Optional<ObjectMetadata> stat(ObjectKey key) {
            return fault.call(() -> super.stat(key));
        }

        @Override
        @MustBeClosed
        @SuppressWarnings("MustBeClosedChecker")
        public ObjectContent get(ObjectKey key, GetOptions options) {
            return fault.call(() -> super.get(key, options));
        }

        @Override
        public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
            return fault.call(() -> super.put(key, source, options));
        }

        @Override
        @MustBeClosed
        @SuppressWarnings("MustBeClosedChecker")
        public UploadSession openUpload(UploadRequest request) {
            return new ForwardingUpload(fault.opening(() -> super.openUpload(request))) {
                @Override
                public UploadedPart putPart(int number, ObjectSource source) {
                    return fault.call(() -> super.putPart(number, source));
                }

                @Override
                public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
                    return fault.call(() -> super.complete(parts, whole));
                }
            };
        }
    }
}
