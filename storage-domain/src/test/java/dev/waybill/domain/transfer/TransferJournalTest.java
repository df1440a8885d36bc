package dev.waybill.domain.transfer;

import static dev.waybill.domain.transfer.TransferScene.KEY;
import static dev.waybill.domain.transfer.TransferScene.PART;
import static dev.waybill.domain.transfer.TransferScene.TO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.layer.ForwardingAdapter;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import dev.waybill.testkit.TestSources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A transfer that broke off is gone on with by whoever finds it in the journal, and nothing is left behind.
class TransferJournalTest {
    private static final int PARTS = 9;
    private static final byte[] BYTES = TestSources.bytes((PARTS - 1) * PART + 5, 1);

    private final TransferScene scene = new TransferScene();
    private final List<String> told = new ArrayList<>();
    private final AtomicInteger partsPut = new AtomicInteger();

    @AfterEach
    void close() {
        scene.close();
    }

    private TransferResult copy(ObjectMetadata what, IObjectStorageAdapter target, TransferOptions options) {
        return scene.engine
                .journalling(scene.journal, scene.clock)
                .copy(scene.source, what, target, TO, options, new Told());
    }

    private TransferResult copy(ObjectMetadata what) {
        return copy(what, counting(Integer.MAX_VALUE), TransferOptions.DEFAULT);
    }

    private final class Told implements TransferProgress {
        @Override
        public void started(ObjectMetadata what) {}

        @Override
        public void moved(long bytes) {}

        @Override
        public void retried(long bytes) {}

        @Override
        public void resumed(int parts, long bytes) {
            told.add("resumed " + parts + " parts, " + bytes + " bytes");
        }

        @Override
        public void reused(int parts, long bytes) {
            told.add("reused: " + parts + " parts, " + bytes + " bytes");
        }

        @Override
        public void goesWhole(GoesWhole why) {
            told.add("goes whole: " + why);
        }

        @Override
        public void begunAnew(BegunAnew why) {
            told.add("begun anew: " + why);
        }

        @Override
        public void finished(TransferResult result) {}
    }

    /// Takes so many parts, then is gone.
    private IObjectStorageAdapter counting(int most) {
        return TransferFaultTest.uploading(scene.target, upload -> new ForwardingUpload(upload) {
            @Override
            public UploadedPart putPart(int number, ObjectSource source) {
                if (partsPut.incrementAndGet() > most) {
                    throw unavailable();
                }
                return super.putPart(number, source);
            }
        });
    }

    private StorageException unavailable() {
        return new StorageException.StoreUnavailable(
                scene.target.store(),
                Optional.of(TO),
                StorageException.StoreUnavailable.Reason.NOT_REACHED,
                "planted",
                Optional.empty(),
                null);
    }

    /// A transfer that broke off after so many parts.
    private ObjectMetadata brokenOff(int parts, TransferOptions options) {
        ObjectMetadata what = scene.given(BYTES);
        assertThatThrownBy(() -> copy(what, counting(parts), options))
                .isInstanceOf(StorageException.StoreUnavailable.class);
        partsPut.set(0);
        assertThat(scene.stored()).isEmpty();
        return what;
    }

    private ObjectMetadata brokenOff(int parts) {
        return brokenOff(parts, TransferOptions.DEFAULT);
    }

    private void requireNothingLeft() {
        assertThat(scene.unfinished()).isZero();
        assertThat(scene.journal.all()).isEmpty();
    }

    @Test
    void only_missing_parts_move_after_a_transfer_broke_off() {
        ObjectMetadata what = brokenOff(5);
        int noted = scene.journal.all().getFirst().parts().size();

        TransferResult result = copy(what);

        assertThat(noted).isBetween(1, 5);
        assertThat(partsPut).hasValue(PARTS - noted);
        assertThat(told).containsExactly("resumed " + noted + " parts, " + (long) noted * PART + " bytes");
        assertThat(result.bytes()).isEqualTo(BYTES.length - (long) noted * PART);
        assertThat(result.parts()).isEqualTo(PARTS);
        assertThat(scene.storedIs(BYTES)).isTrue();
        requireNothingLeft();
    }

    @Test
    void a_transfer_that_was_gone_on_with_is_verified_as_one_that_was_not() {
        var options = TransferOptions.DEFAULT.withWholeChecksum(ChecksumAlgorithm.CRC32C);
        ObjectMetadata what = brokenOff(5, options);

        TransferResult result = copy(what, counting(Integer.MAX_VALUE), options);

        assertThat(told).hasSize(1);
        assertThat(result.whole()).contains(ContentHasher.hash(ChecksumAlgorithm.CRC32C, BYTES));
    }

    @Test
    void the_write_is_known_by_the_token_it_was_begun_with() {
        ObjectMetadata what = brokenOff(5);
        var token = scene.journal.all().getFirst().writeId();

        copy(what);

        assertThat(token).isPresent();
        assertThat(scene.target.stat(TO).orElseThrow().writeId()).isEqualTo(token);
    }

    @Test
    void a_part_that_the_store_holds_otherwise_moves_again() {
        ObjectMetadata what = brokenOff(5);
        UnfinishedTransfer noted = scene.journal.all().getFirst();
        try (UploadSession upload =
                scene.target.openUpload(noted.toAbort(noted.upload().orElseThrow()))) {
            int number = noted.parts().getFirst().part().number();
            upload.putPart(number, ObjectSource.of(new byte[PART]));
        }

        copy(what);

        assertThat(partsPut).hasValue(PARTS - noted.parts().size() + 1);
        assertThat(scene.storedIs(BYTES)).isTrue();
    }

    @Test
    void a_source_that_changed_moves_anew_and_the_old_upload_is_given_up() {
        brokenOff(5);
        byte[] other = TestSources.bytes(BYTES.length, 2);
        ObjectMetadata changed = scene.given(other);

        copy(changed);

        assertThat(told).containsExactly("begun anew: CHANGED");
        assertThat(partsPut).hasValue(PARTS);
        assertThat(scene.storedIs(other)).isTrue();
        requireNothingLeft();
    }

    @Test
    void an_upload_that_the_store_gave_up_is_begun_anew() {
        ObjectMetadata what = brokenOff(5);
        UnfinishedTransfer noted = scene.journal.all().getFirst();
        try (UploadSession upload =
                scene.target.openUpload(noted.toAbort(noted.upload().orElseThrow()))) {
            upload.abort();
        }

        copy(what);

        assertThat(told).containsExactly("begun anew: UPLOAD_GONE");
        assertThat(scene.storedIs(BYTES)).isTrue();
        requireNothingLeft();
    }

    @Test
    void an_upload_whose_parts_may_not_be_listed_is_begun_anew() {
        ObjectMetadata what = brokenOff(5);
        IObjectStorageAdapter secretive =
                TransferFaultTest.uploading(scene.target, upload -> new ForwardingUpload(upload) {
                    @Override
                    public List<UploadedPart> parts() {
                        throw new StorageException.AccessDenied(scene.target.store(), Optional.of(TO), "parts", null);
                    }
                });

        copy(what, secretive, TransferOptions.DEFAULT);

        assertThat(told).containsExactly("begun anew: NOT_ALLOWED");
        assertThat(scene.storedIs(BYTES)).isTrue();
        requireNothingLeft();
    }

    @Test
    void what_is_asked_for_otherwise_is_begun_anew() {
        ObjectMetadata what = brokenOff(5);

        copy(what, counting(Integer.MAX_VALUE), TransferOptions.DEFAULT.withContentModified(scene.clock.instant()));

        assertThat(told).containsExactly("begun anew: CHANGED");
        requireNothingLeft();
    }

    @Test
    void a_failure_that_no_later_run_can_mend_leaves_nothing() {
        ObjectMetadata what = scene.given(BYTES);
        var full = TransferFaultTest.uploading(scene.target, upload -> new ForwardingUpload(upload) {
            @Override
            public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
                throw new StorageException.QuotaExceeded(scene.target.store(), Optional.of(TO), "full", null);
            }
        });

        var failure = catchThrowableOfType(
                StorageException.QuotaExceeded.class, () -> copy(what, full, TransferOptions.DEFAULT));

        assertThat(failure).hasNoSuppressedExceptions();
        requireNothingLeft();
    }

    /// A process that dies when the store has opened an upload, before it knows of it.
    private void diesWhileOpening() {
        ObjectMetadata what = scene.given(BYTES);
        var dying = new ForwardingAdapter(scene.target) {
            @Override
            @MustBeClosed
            @SuppressWarnings("MustBeClosedChecker") // Closed here: the process is about to die.
            public UploadSession openUpload(UploadRequest request) {
                super.openUpload(request).close();
                throw new AssertionError("killed");
            }
        };
        assertThatThrownBy(() -> copy(what, dying, TransferOptions.DEFAULT)).hasMessage("killed");
        assertThat(scene.unfinished()).isOne();
    }

    private JournalSweep sweep() {
        return new JournalSweep(scene.target, scene.journal, scene.clock);
    }

    @Test
    void an_upload_that_was_lost_in_its_first_moment_is_given_up_a_day_later() {
        scene.clock.set(java.time.Instant.now());
        diesWhileOpening();

        copy(scene.given(BYTES));
        sweep().giveUpLost();
        assertThat(scene.unfinished()).as("on the same day").isOne();
        scene.clock.advance(JournalSweep.LOST_FOR.plusMinutes(1));
        sweep().giveUpLost();

        assertThat(scene.storedIs(BYTES)).isTrue();
        assertThat(scene.journal.lost()).isEmpty();
        requireNothingLeft();
    }

    @Test
    void an_upload_of_somebody_else_that_has_a_part_is_not_taken_for_a_lost_one() {
        scene.clock.set(java.time.Instant.now());
        diesWhileOpening();
        try (UploadSession others = scene.target.openUpload(UploadRequest.start(TO, PutOptions.DEFAULT, PART))) {
            others.putPart(1, ObjectSource.of(new byte[] {1}));
        }
        copy(scene.given(BYTES));
        scene.clock.advance(Duration.ofDays(2));

        sweep().giveUpLost();

        assertThat(scene.unfinished()).as("that of somebody else").isOne();
        try (var uploads = scene.target.listUploads(KeyPrefix.ALL)) {
            assertThat(uploads).extracting(upload -> upload.key()).containsExactly(TO);
        }
        assertThat(scene.journal.lost()).isEmpty();
    }

    @Test
    void a_transfer_that_nobody_wants_any_more_is_given_up() {
        brokenOff(5);

        scene.journal.all().forEach(sweep()::giveUp);

        requireNothingLeft();
        assertThat(scene.source.stat(KEY)).isPresent();
    }
}
