package dev.waybill.domain.transfer;

import static dev.waybill.domain.transfer.TransferScene.KEY;
import static dev.waybill.domain.transfer.TransferScene.PART;
import static dev.waybill.domain.transfer.TransferScene.TO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.layer.ForwardingAdapter;
import dev.waybill.port.Checksum;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import dev.waybill.testkit.TestSources;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever fails, the target has the old object or the whole new one, and no upload is left behind.
class TransferFaultTest {
    /// Buffered, streamed, in parts.
    private static final int BUFFERED = 700;

    private static final int STREAMED = 2 * PART + 5;
    private static final int PARTS = 7 * PART + 5;
    private static final byte[] OLD = TestSources.bytes(50, 99);

    private final TransferScene scene = new TransferScene();

    @BeforeEach
    void storeOld() {
        scene.target.put(TO, ObjectSource.of(OLD), PutOptions.DEFAULT);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private <T extends StorageException> T failing(
            IObjectStorageAdapter source, ObjectMetadata what, IObjectStorageAdapter target, Class<T> kind) {
        T thrown = catchThrowableOfType(kind, () -> scene.copy(source, what, target, TransferOptions.DEFAULT));
        assertThat(thrown).isNotNull();
        assertThat(scene.storedIs(OLD)).isTrue();
        assertThat(scene.unfinished()).isZero();
        return thrown;
    }

    private void assertOfSource(StorageException e) {
        assertThat(e.store()).isEqualTo(scene.source.store());
        assertThat(e.key()).contains(KEY);
    }

    /// The source, each of whose streams goes through `behaviour`.
    private IObjectStorageAdapter reading(UnaryOperator<InputStream> behaviour) {
        return new ForwardingAdapter(scene.source) {
            @Override
            @MustBeClosed
            @SuppressWarnings("MustBeClosedChecker")
            public ObjectContent get(ObjectKey key, GetOptions options) {
                ObjectContent content = super.get(key, options);
                return new ObjectContent(content.metadata(), content.range(), behaviour.apply(content.stream()));
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, BUFFERED, STREAMED, PARTS})
    void a_source_that_changed_since_it_was_listed_fails_as_that(int size) {
        ObjectMetadata what = scene.given(TestSources.bytes(size, 1));
        scene.given(TestSources.bytes(size, 2));
        var e = failing(scene.source, what, scene.target, StorageException.PreconditionFailed.class);
        assertOfSource(e);
        assertThat(e).hasMessageContaining("still the version to be moved");
    }

    @ParameterizedTest
    @ValueSource(ints = {BUFFERED, STREAMED, PARTS})
    void a_source_without_version_tokens_that_changed_fails_by_its_size(int size) {
        ObjectMetadata what = scene.given(TestSources.bytes(size, 1));
        scene.given(TestSources.bytes(size + 1, 1));
        var untold = ObjectMetadata.of(what.key(), what.size(), what.modified());
        assertOfSource(failing(scene.source, untold, scene.target, StorageException.PreconditionFailed.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {BUFFERED, STREAMED, PARTS})
    void a_source_that_vanished_fails_as_not_found_at_the_source(int size) {
        ObjectMetadata what = scene.given(TestSources.bytes(size, 1));
        scene.source.delete(KEY, DeleteOptions.ANY);
        assertOfSource(failing(scene.source, what, scene.target, StorageException.ObjectNotFound.class));
    }

    @Test
    void a_source_that_changes_between_two_ranges_is_never_mixed() {
        ObjectMetadata what = scene.given(TestSources.bytes(PARTS, 1));
        var reads = new AtomicInteger();
        var changing = new ForwardingAdapter(scene.source) {
            @Override
            @MustBeClosed
            public ObjectContent get(ObjectKey key, GetOptions options) {
                if (reads.incrementAndGet() == 4) {
                    scene.given(TestSources.bytes(PARTS, 2));
                }
                return super.get(key, options);
            }
        };
        assertOfSource(failing(changing, what, scene.target, StorageException.PreconditionFailed.class));
    }

    @Test
    void a_source_that_vanishes_between_two_ranges_fails_as_not_found_at_the_source() {
        ObjectMetadata what = scene.given(TestSources.bytes(PARTS, 1));
        var reads = new AtomicInteger();
        var vanishing = new ForwardingAdapter(scene.source) {
            @Override
            @MustBeClosed
            public ObjectContent get(ObjectKey key, GetOptions options) {
                if (reads.incrementAndGet() == 4) {
                    scene.source.delete(KEY, DeleteOptions.ANY);
                }
                return super.get(key, options);
            }
        };
        assertOfSource(failing(vanishing, what, scene.target, StorageException.ObjectNotFound.class));
    }

    @Test
    void a_source_that_changes_after_its_last_range_is_not_shown() {
        ObjectMetadata what = scene.given(TestSources.bytes(PARTS, 1));
        var parts = new AtomicInteger();
        IObjectStorageAdapter target = uploading(scene.target, upload -> new ForwardingUpload(upload) {
            @Override
            public UploadedPart putPart(int number, ObjectSource source) {
                UploadedPart part = super.putPart(number, source);
                if (parts.incrementAndGet() == 8) {
                    scene.given(TestSources.bytes(PARTS, 2));
                }
                return part;
            }
        });
        assertOfSource(failing(scene.source, what, target, StorageException.PreconditionFailed.class));
        assertThat(parts).hasValue(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, BUFFERED, STREAMED, PARTS})
    void a_body_cut_short_never_becomes_a_short_object(int size) {
        ObjectMetadata what = scene.given(TestSources.bytes(size, 1));
        IObjectStorageAdapter cutting = reading(stream -> new Cut(stream, 0, null));
        var e = failing(cutting, what, scene.target, StorageException.SourceFailed.class);
        assertOfSource(e);
        assertThat(e).hasMessageContaining("ended after");
    }

    @ParameterizedTest
    @ValueSource(ints = {BUFFERED, STREAMED, PARTS})
    void a_body_that_breaks_off_fails_with_the_sources_own_kind(int size) {
        ObjectMetadata what = scene.given(TestSources.bytes(size, 1));
        var reset = new StorageException.StoreUnavailable(
                scene.source.store(),
                Optional.of(KEY),
                StorageException.StoreUnavailable.Reason.OUTCOME_UNKNOWN,
                "connection reset",
                Optional.empty(),
                null);
        IObjectStorageAdapter breaking =
                reading(stream -> new Cut(stream, 300, new IOException("connection reset", reset)));
        assertThat(failing(breaking, what, scene.target, StorageException.StoreUnavailable.class))
                .isSameAs(reset);
    }

    @ParameterizedTest
    @ValueSource(ints = {BUFFERED, STREAMED, PARTS})
    void a_body_that_breaks_off_for_no_known_reason_is_the_sources_failure(int size) {
        ObjectMetadata what = scene.given(TestSources.bytes(size, 1));
        IObjectStorageAdapter breaking = reading(stream -> new Cut(stream, 300, new IOException("Input/output error")));
        var e = failing(breaking, what, scene.target, StorageException.SourceFailed.class);
        assertOfSource(e);
        assertThat(e).hasMessageContaining("Input/output error");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, BUFFERED, STREAMED, PARTS})
    void a_body_that_goes_on_behind_its_end_never_becomes_a_long_object(int size) {
        ObjectMetadata what = scene.given(TestSources.bytes(size, 1));
        IObjectStorageAdapter longer =
                reading(stream -> new SequenceInputStream(stream, new ByteArrayInputStream(new byte[] {7})));
        assertOfSource(failing(longer, what, scene.target, StorageException.SourceFailed.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {BUFFERED, STREAMED})
    void a_target_that_fails_before_it_stores_keeps_the_old_object(int size) {
        ObjectMetadata what = scene.given(TestSources.bytes(size, 1));
        var refusing = new ForwardingAdapter(scene.target) {
            @Override
            public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
                throw unavailable();
            }
        };
        failing(scene.source, what, refusing, StorageException.StoreUnavailable.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {BUFFERED, STREAMED})
    void a_lost_answer_fails_and_leaves_the_whole_new_object(int size) {
        byte[] bytes = TestSources.bytes(size, 1);
        ObjectMetadata what = scene.given(bytes);
        var losing = new ForwardingAdapter(scene.target) {
            @Override
            public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
                super.put(key, source, options);
                throw unavailable();
            }
        };
        assertThat(catchThrowableOfType(
                        StorageException.StoreUnavailable.class,
                        () -> scene.copy(scene.source, what, losing, TransferOptions.DEFAULT)))
                .isNotNull();
        assertThat(scene.storedIs(bytes)).isTrue();
    }

    @Test
    void a_part_that_fails_aborts_the_upload() {
        ObjectMetadata what = scene.given(TestSources.bytes(PARTS, 1));
        IObjectStorageAdapter target = uploading(scene.target, upload -> new ForwardingUpload(upload) {
            @Override
            public UploadedPart putPart(int number, ObjectSource source) {
                if (number == 5) {
                    throw unavailable();
                }
                return super.putPart(number, source);
            }
        });
        failing(scene.source, what, target, StorageException.StoreUnavailable.class);
    }

    @Test
    void a_completion_that_fails_aborts_the_upload() {
        ObjectMetadata what = scene.given(TestSources.bytes(PARTS, 1));
        IObjectStorageAdapter target = uploading(scene.target, upload -> new ForwardingUpload(upload) {
            @Override
            public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
                throw unavailable();
            }
        });
        failing(scene.source, what, target, StorageException.StoreUnavailable.class);
    }

    @Test
    void a_failure_to_abort_does_not_hide_why() {
        ObjectMetadata what = scene.given(TestSources.bytes(PARTS, 1));
        IObjectStorageAdapter target = uploading(scene.target, upload -> new ForwardingUpload(upload) {
            @Override
            public UploadedPart putPart(int number, ObjectSource source) {
                throw new StorageException.QuotaExceeded(scene.target.store(), Optional.of(TO), "full", null);
            }

            @Override
            public void abort() {
                super.abort();
                throw unavailable();
            }
        });
        var e = failing(scene.source, what, target, StorageException.QuotaExceeded.class);
        assertThat(e.getSuppressed()).hasOnlyElementsOfType(StorageException.StoreUnavailable.class);
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

    static IObjectStorageAdapter uploading(IObjectStorageAdapter target, UnaryOperator<UploadSession> behaviour) {
        return new ForwardingAdapter(target) {
            @Override
            @MustBeClosed
            @SuppressWarnings("MustBeClosedChecker")
            public UploadSession openUpload(UploadRequest request) {
                return behaviour.apply(super.openUpload(request));
            }
        };
    }

    /// Ends after a number of bytes, or throws there.
    private static final class Cut extends FilterInputStream {
        private final @Nullable IOException failure;
        private int left;

        Cut(InputStream stream, int count, @Nullable IOException failure) {
            super(stream);
            this.left = count;
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                if (failure != null) {
                    throw failure;
                }
                return -1;
            }
            int count = super.read(into, offset, Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }
    }
}
