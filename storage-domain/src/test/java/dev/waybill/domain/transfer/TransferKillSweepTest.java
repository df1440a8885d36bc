package dev.waybill.domain.transfer;

import static dev.waybill.domain.transfer.TransferScene.PART;
import static dev.waybill.domain.transfer.TransferScene.TO;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.layer.ForwardingAdapter;
import dev.waybill.port.Checksum;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.StoreId;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import dev.waybill.testkit.TestSources;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The process dies at the first call of a transfer on a store or on the journal, then at the second, and so on until
/// it
/// lives; each time another process finishes what it left.
class TransferKillSweepTest {
    private static final int PARTS = 7;
    private static final byte[] BYTES = TestSources.bytes((PARTS - 1) * PART + 100, 1);

    /// What is not there any more to catch anything.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// A process that dies at one of its calls, before or after it is done; none of its later calls does anything.
    private static final class Mortal {
        private final int fatal;
        private final boolean done;
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger partsPut = new AtomicInteger();

        Mortal(int fatal, boolean done) {
            this.fatal = fatal;
            this.done = done;
        }

        <T> T call(Supplier<T> call) {
            int number = calls.incrementAndGet();
            if (number > fatal || (number == fatal && !done)) {
                throw new Killed();
            }
            T value = call.get();
            if (number == fatal) {
                throw new Killed();
            }
            return value;
        }

        void run(Runnable call) {
            call(() -> {
                call.run();
                return true;
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whenever_the_process_dies_the_next_one_finishes_and_nothing_is_left(boolean done) {
        boolean lives = false;
        int fatal = 0;
        while (!lives) {
            fatal++;
            try (var scene = new TransferScene()) {
                scene.clock.set(Instant.now());
                ObjectMetadata what = scene.given(BYTES);
                var first = new Mortal(fatal, done);
                lives = isFinished(scene, what, first);
                var second = new Mortal(Integer.MAX_VALUE, false);
                boolean there = scene.stored().isPresent();
                assertThat(there ? scene.storedIs(BYTES) : true)
                        .as("nothing half-written at call %d", fatal)
                        .isTrue();
                if (!there) {
                    assertThat(isFinished(scene, what, second)).isTrue();
                }
                assertThat(scene.storedIs(BYTES)).as("call %d", fatal).isTrue();
                assertThat(first.partsPut.get() + second.partsPut.get())
                        .as("parts put when killed at call %d", fatal)
                        .isLessThanOrEqualTo(PARTS + TransferScene.LIMITS.requestSlots());
                requireNothingLeft(scene, fatal);
            }
        }
        assertThat(fatal).as("calls of a transfer").isGreaterThan(2 * PARTS + 4);
    }

    private static boolean isFinished(TransferScene scene, ObjectMetadata what, Mortal process) {
        var options = TransferOptions.DEFAULT.withPrecondition(Precondition.ABSENT);
        try {
            new TransferEngine(TransferScene.LIMITS)
                    .journalling(new DyingJournal(scene.journal, process), scene.clock)
                    .copy(
                            new Dying(scene.source, process),
                            what,
                            new Dying(scene.target, process),
                            TO,
                            options,
                            TransferProgress.NONE);
            return true;
        } catch (Killed e) {
            return false;
        }
    }

    /// As the end of a run does, today and the day after tomorrow.
    private static void requireNothingLeft(TransferScene scene, int fatal) {
        var sweep = new JournalSweep(scene.target, scene.journal, scene.clock);
        scene.journal.all().forEach(sweep::giveUp);
        try (var uploads = scene.target.listUploads(KeyPrefix.ALL)) {
            assertThat(uploads.count())
                    .as("call %d", fatal)
                    .isLessThanOrEqualTo(scene.journal.lost().size());
        }
        scene.clock.advance(JournalSweep.LOST_FOR.plusHours(1));
        sweep.giveUpLost();
        assertThat(scene.unfinished()).as("call %d", fatal).isZero();
        assertThat(scene.journal.all()).isEmpty();
        assertThat(scene.journal.lost()).isEmpty();
    }

    private static final class Dying extends ForwardingAdapter {
        private final Mortal process;

        Dying(IObjectStorageAdapter behind, Mortal process) {
            super(behind);
            this.process = process;
        }

        @Override
        public Optional<ObjectMetadata> stat(ObjectKey key) {
            return process.call(() -> super.stat(key));
        }

        @Override
        @MustBeClosed
        @SuppressWarnings("MustBeClosedChecker")
        public ObjectContent get(ObjectKey key, GetOptions options) {
            return process.call(() -> super.get(key, options));
        }

        @Override
        @MustBeClosed
        @SuppressWarnings("MustBeClosedChecker")
        public UploadSession openUpload(UploadRequest request) {
            return new ForwardingUpload(process.call(() -> super.openUpload(request))) {
                @Override
                public UploadedPart putPart(int number, ObjectSource source) {
                    return process.call(() -> {
                        UploadedPart part = super.putPart(number, source);
                        process.partsPut.incrementAndGet();
                        return part;
                    });
                }

                @Override
                public List<UploadedPart> parts() {
                    return process.call(super::parts);
                }

                @Override
                public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
                    return process.call(() -> super.complete(parts, whole));
                }

                @Override
                public void abort() {
                    process.run(super::abort);
                }
            };
        }
    }

    private record DyingJournal(TransferJournal behind, Mortal process) implements TransferJournal {
        @Override
        public Optional<UnfinishedTransfer> find(TransferRoute route) {
            return process.call(() -> behind.find(route));
        }

        @Override
        public void begin(UnfinishedTransfer transfer) {
            process.run(() -> behind.begin(transfer));
        }

        @Override
        public void opened(TransferRoute route, UploadId upload) {
            process.run(() -> behind.opened(route, upload));
        }

        @Override
        public void moved(TransferRoute route, MovedPart part) {
            process.run(() -> behind.moved(route, part));
        }

        @Override
        public void end(TransferRoute route) {
            process.run(() -> behind.end(route));
        }

        @Override
        public void lose(TransferRoute route, Instant until) {
            process.run(() -> behind.lose(route, until));
        }

        @Override
        public Optional<PartSums> sums(StoreId store, ObjectKey key) {
            return process.call(() -> behind.sums(store, key));
        }

        @Override
        public void keep(PartSums sums) {
            process.run(() -> behind.keep(sums));
        }

        @Override
        public List<UnfinishedTransfer> unfinished(StoreId target) {
            return process.call(() -> behind.unfinished(target));
        }

        @Override
        public List<LostUpload> lost(StoreId target) {
            return process.call(() -> behind.lost(target));
        }

        @Override
        public void forget(LostUpload lost) {
            process.run(() -> behind.forget(lost));
        }
    }
}
