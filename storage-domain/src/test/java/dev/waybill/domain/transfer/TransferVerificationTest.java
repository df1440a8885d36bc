package dev.waybill.domain.transfer;

import static dev.waybill.domain.transfer.TransferScene.KEY;
import static dev.waybill.domain.transfer.TransferScene.PART;
import static dev.waybill.domain.transfer.TransferScene.TO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.fixture.Abilities;
import dev.waybill.domain.layer.ForwardingAdapter;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.TestSources;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferVerificationTest {
    private static final byte[] OLD = TestSources.bytes(50, 99);

    static Stream<Arguments> sizesAndAlgorithms() {
        return Stream.of(0, 700, 2 * PART, 5 * PART + 1)
                .flatMap(size -> Stream.of(ChecksumAlgorithm.values()).map(a -> Arguments.of(size, a)));
    }

    /// A target that verifies nothing and reports nothing.
    private static Capabilities trusting() {
        return TransferScene.allVerifying(Set.of());
    }

    @MustBeClosed
    private static TransferScene scene(Capabilities ofTarget) {
        return new TransferScene(trusting(), ofTarget);
    }

    private static boolean isComputable(int size, ChecksumAlgorithm algorithm) {
        return size <= TransferScene.THRESHOLD || ContentHasher.isCombinable(algorithm);
    }

    @ParameterizedTest
    @MethodSource("sizesAndAlgorithms")
    void a_checksum_that_is_wanted_is_that_of_the_whole(int size, ChecksumAlgorithm algorithm) {
        try (var scene = scene(trusting())) {
            byte[] bytes = TestSources.bytes(size, 3);
            TransferResult result =
                    scene.copy(scene.given(bytes), TransferOptions.DEFAULT.withWholeChecksum(algorithm));
            assertThat(result.whole())
                    .isEqualTo(
                            isComputable(size, algorithm)
                                    ? Optional.of(ContentHasher.hash(algorithm, bytes))
                                    : Optional.empty());
        }
    }

    @ParameterizedTest
    @MethodSource("sizesAndAlgorithms")
    void a_source_whose_checksum_is_not_that_of_its_bytes_is_corrupt(int size, ChecksumAlgorithm algorithm) {
        try (var scene = scene(trusting())) {
            scene.target.put(TO, ObjectSource.of(OLD), PutOptions.DEFAULT);
            byte[] bytes = TestSources.bytes(size, 3);
            ObjectMetadata what = scene.given(bytes).withChecksums(List.of(ContentHasher.hash(algorithm, OLD)));
            if (isComputable(size, algorithm)) {
                var e = corrupt(scene, scene.source, what, scene.target);
                assertThat(e.store()).isEqualTo(scene.source.store());
                assertThat(e.key()).contains(KEY);
                assertThat(scene.storedIs(OLD)).isTrue();
                assertThat(scene.unfinished()).isZero();
            } else {
                // Parts move at the same time, so neither side can compute this one: the bytes go unverified.
                scene.copy(what);
                assertThat(scene.storedIs(bytes)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sizesAndAlgorithms")
    void a_target_that_verifies_is_given_the_sources_checksum(int size, ChecksumAlgorithm algorithm) {
        try (var scene = scene(TransferScene.allVerifying(Set.of(algorithm)))) {
            scene.target.put(TO, ObjectSource.of(OLD), PutOptions.DEFAULT);
            byte[] bytes = TestSources.bytes(size, 3);
            ObjectMetadata wrong = scene.given(bytes).withChecksums(List.of(ContentHasher.hash(algorithm, OLD)));
            corrupt(scene, scene.source, wrong, scene.target);
            assertThat(scene.storedIs(OLD)).isTrue();
            assertThat(scene.unfinished()).isZero();
            var right = ContentHasher.hash(algorithm, bytes);
            TransferResult result = scene.copy(wrong.withChecksums(List.of(right)));
            assertThat(result.whole()).contains(right);
            assertThat(scene.storedIs(bytes)).isTrue();
        }
    }

    @Test
    void a_wanted_checksum_known_before_the_write_goes_with_it() {
        try (var scene = scene(InMemoryAdapter.ALL_CAPABILITIES)) {
            var asked = new ArrayList<Optional<Checksum>>();
            var watching = new ForwardingAdapter(scene.target) {
                @Override
                public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
                    asked.add(options.checksum());
                    return super.put(key, source, options);
                }
            };
            byte[] bytes = TestSources.bytes(300, 3);
            scene.copy(
                    scene.source,
                    scene.given(bytes),
                    watching,
                    TransferOptions.DEFAULT.withWholeChecksum(ChecksumAlgorithm.CRC32C));
            assertThat(asked).containsExactly(Optional.of(ContentHasher.hash(ChecksumAlgorithm.CRC32C, bytes)));
        }
    }

    @Test
    void a_wanted_checksum_of_parts_is_verified_by_the_target_at_their_end() {
        try (var scene = scene(InMemoryAdapter.ALL_CAPABILITIES)) {
            var asked = new ArrayList<Optional<Checksum>>();
            var watching = TransferFaultTest.uploading(scene.target, upload -> new ForwardingUpload(upload) {
                @Override
                public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
                    asked.add(whole);
                    return super.complete(parts, whole);
                }
            });
            byte[] bytes = TestSources.bytes(9 * PART + 1, 3);
            scene.copy(
                    scene.source,
                    scene.given(bytes),
                    watching,
                    TransferOptions.DEFAULT.withWholeChecksum(ChecksumAlgorithm.CRC64NVME));
            assertThat(asked).containsExactly(Optional.of(ContentHasher.hash(ChecksumAlgorithm.CRC64NVME, bytes)));
        }
    }

    /// A target that stored something else and says so: the checksum it reports is another.
    @ParameterizedTest
    @ValueSource(ints = {700, 2 * PART, 5 * PART})
    void a_target_that_reports_another_checksum_is_corrupt_and_loses_the_object(int size) {
        try (var scene = scene(trusting())) {
            var lying = new Reporting(
                    scene.target,
                    stored -> stored.withChecksums(List.of(ContentHasher.hash(ChecksumAlgorithm.CRC32C, OLD))));
            var options = TransferOptions.DEFAULT.withWholeChecksum(ChecksumAlgorithm.CRC32C);
            ObjectMetadata what = scene.given(TestSources.bytes(size, 3));
            var e = catchThrowableOfType(
                    StorageException.CorruptContent.class, () -> scene.copy(scene.source, what, lying, options));
            assertThat(e).isNotNull();
            assertThat(e.store()).isEqualTo(scene.target.store());
            assertThat(scene.stored()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {700, 2 * PART, 5 * PART})
    void a_target_that_reports_another_size_is_corrupt_and_loses_the_object(int size) {
        for (Capabilities able :
                List.of(trusting(), Abilities.allWithout(Capability.DELETE_IF_MATCH, Capability.VERSION_TOKENS))) {
            try (var scene = scene(able)) {
                var shortening = new ForwardingAdapter(scene.target) {
                    @Override
                    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
                        super.put(key, source, options);
                        return super.put(key, ObjectSource.of(new byte[size - 1]), PutOptions.DEFAULT);
                    }

                    @Override
                    @MustBeClosed
                    @SuppressWarnings("MustBeClosedChecker")
                    public UploadSession openUpload(UploadRequest request) {
                        return new ForwardingUpload(super.openUpload(request)) {
                            @Override
                            public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
                                super.complete(parts, whole);
                                return scene.target.put(TO, ObjectSource.of(new byte[1]), PutOptions.DEFAULT);
                            }
                        };
                    }
                };
                ObjectMetadata what = scene.given(TestSources.bytes(size, 3));
                corrupt(scene, scene.source, what, shortening);
                assertThat(scene.stored()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_another_writer_put_in_the_place_of_a_corrupt_object_stays(boolean conditionalDelete) {
        Capabilities able = conditionalDelete ? trusting() : Abilities.allWithout(Capability.DELETE_IF_MATCH);
        try (var scene = scene(able)) {
            byte[] theirs = TestSources.bytes(20, 8);
            var lying = new Reporting(scene.target, stored -> {
                scene.target.put(TO, ObjectSource.of(theirs), PutOptions.DEFAULT);
                return stored.withChecksums(List.of(ContentHasher.hash(ChecksumAlgorithm.CRC32C, OLD)));
            });
            var options = TransferOptions.DEFAULT.withWholeChecksum(ChecksumAlgorithm.CRC32C);
            ObjectMetadata what = scene.given(TestSources.bytes(700, 3));
            var e = catchThrowableOfType(
                    StorageException.CorruptContent.class, () -> scene.copy(scene.source, what, lying, options));
            assertThat(e).isNotNull();
            assertThat(scene.storedIs(theirs)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2 * PART, 5 * PART})
    void a_target_that_stores_without_reading_all_is_corrupt(int size) {
        try (var scene = scene(trusting())) {
            byte[] bytes = TestSources.bytes(size, 3);
            var guessing = new ForwardingAdapter(scene.target) {
                @Override
                public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
                    return super.put(key, ObjectSource.of(new byte[size]), options);
                }

                @Override
                @MustBeClosed
                @SuppressWarnings("MustBeClosedChecker")
                public UploadSession openUpload(UploadRequest request) {
                    return new ForwardingUpload(super.openUpload(request)) {
                        @Override
                        public UploadedPart putPart(int number, ObjectSource source) {
                            return super.putPart(number, ObjectSource.of(new byte[PART]));
                        }
                    };
                }
            };
            corrupt(scene, scene.source, scene.given(bytes), guessing);
            assertThat(scene.stored()).isEmpty();
            assertThat(scene.unfinished()).isZero();
        }
    }

    @Test
    void a_part_whose_reported_checksum_is_another_aborts_the_upload() {
        try (var scene = scene(trusting())) {
            IObjectStorageAdapter lying =
                    TransferFaultTest.uploading(scene.target, upload -> new ForwardingUpload(upload) {
                        @Override
                        public UploadedPart putPart(int number, ObjectSource source) {
                            UploadedPart part = super.putPart(number, source);
                            var other = ContentHasher.hash(ChecksumAlgorithm.CRC32C, OLD);
                            return new UploadedPart(number, part.size(), part.etag(), Optional.of(other));
                        }
                    });
            var options = TransferOptions.DEFAULT.withWholeChecksum(ChecksumAlgorithm.CRC32C);
            ObjectMetadata what = scene.given(TestSources.bytes(5 * PART, 3));
            var e = catchThrowableOfType(
                    StorageException.CorruptContent.class, () -> scene.copy(scene.source, what, lying, options));
            assertThat(e).hasMessageContaining("part");
            assertThat(scene.stored()).isEmpty();
            assertThat(scene.unfinished()).isZero();
        }
    }

    @Test
    void nothing_is_hashed_that_the_target_verifies_or_nobody_asked_for() {
        var all = EnumSet.allOf(ChecksumAlgorithm.class);
        try (var scene = new TransferScene(trusting(), TransferScene.allVerifying(all))) {
            ObjectMetadata plain = scene.given(TestSources.bytes(10, 1));
            var known = plain.withChecksums(List.of(ContentHasher.hash(ChecksumAlgorithm.MD5, OLD)));
            var transfer =
                    new Transfer(scene.source, plain, scene.target, TO, TransferOptions.DEFAULT, TransferProgress.NONE);
            assertThat(Verification.ofWhole(transfer, plain).computed()).isEmpty();
            assertThat(Verification.ofParts(transfer, plain).computed()).isEmpty();
            assertThat(Verification.ofWhole(transfer, known).computed()).isEmpty();
            assertThat(Verification.ofParts(transfer, known).computed()).isEmpty();
        }
    }

    private static StorageException.CorruptContent corrupt(
            TransferScene scene, IObjectStorageAdapter source, ObjectMetadata what, IObjectStorageAdapter target) {
        var e = catchThrowableOfType(
                StorageException.CorruptContent.class, () -> scene.copy(source, what, target, TransferOptions.DEFAULT));
        assertThat(e).isNotNull();
        return e;
    }

    /// A target that says something else of what it stored.
    private static final class Reporting extends ForwardingAdapter {
        private final UnaryOperator<ObjectMetadata> said;

        Reporting(IObjectStorageAdapter behind, UnaryOperator<ObjectMetadata> said) {
            super(behind);
            this.said = said;
        }

        @Override
        public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
            return said.apply(super.put(key, source, options));
        }

        @Override
        @MustBeClosed
        @SuppressWarnings("MustBeClosedChecker")
        public UploadSession openUpload(UploadRequest request) {
            return new ForwardingUpload(super.openUpload(request)) {
                @Override
                public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
                    return said.apply(super.complete(parts, whole));
                }
            };
        }
    }
}
