package dev.waybill.domain.transfer;

import static dev.waybill.domain.transfer.TransferScene.PART;
import static dev.waybill.domain.transfer.TransferScene.TO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.fixture.Abilities;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.TestSources;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TransferConditionTest {
    private static final TransferOptions IF_ABSENT = TransferOptions.DEFAULT.withPrecondition(Precondition.ABSENT);

    /// Targets that check conditions themselves, and others for which a `stat` does.
    static Stream<Arguments> targets() {
        Capabilities all = InMemoryAdapter.ALL_CAPABILITIES;
        Capabilities uploadsUnconditional =
                Abilities.allWithout(Capability.CONDITIONAL_COMPLETE, Capability.CONDITIONAL_COPY);
        Capabilities unconditional = Abilities.allWithout(
                Capability.CONDITIONAL_COMPLETE,
                Capability.CONDITIONAL_COPY,
                Capability.PUT_IF_ABSENT,
                Capability.PUT_IF_MATCH);
        return Stream.of(all, uploadsUnconditional, unconditional)
                .flatMap(capabilities ->
                        Stream.of(100, 2 * PART, 5 * PART).map(size -> Arguments.of(capabilities, size)));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void where_nothing_may_be_and_nothing_is_the_object_arrives(Capabilities ofTarget, int size) {
        try (var scene = new TransferScene(InMemoryAdapter.ALL_CAPABILITIES, ofTarget)) {
            byte[] bytes = TestSources.bytes(size, 1);
            scene.copy(scene.given(bytes), IF_ABSENT);
            assertThat(scene.storedIs(bytes)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void where_nothing_may_be_and_something_is_it_stays(Capabilities ofTarget, int size) {
        try (var scene = new TransferScene(InMemoryAdapter.ALL_CAPABILITIES, ofTarget)) {
            byte[] old = TestSources.bytes(10, 2);
            scene.target.put(TO, ObjectSource.of(old), PutOptions.DEFAULT);
            ObjectMetadata what = scene.given(TestSources.bytes(size, 1));
            assertFailsAtTarget(scene, what, IF_ABSENT);
            assertThat(scene.storedIs(old)).isTrue();
            assertThat(scene.unfinished()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void the_version_that_must_be_there_is_replaced(Capabilities ofTarget, int size) {
        try (var scene = new TransferScene(InMemoryAdapter.ALL_CAPABILITIES, ofTarget)) {
            ObjectMetadata old = scene.target.put(TO, ObjectSource.of(new byte[3]), PutOptions.DEFAULT);
            byte[] bytes = TestSources.bytes(size, 1);
            scene.copy(scene.given(bytes), ifMatch(old));
            assertThat(scene.storedIs(bytes)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void another_version_than_the_one_that_must_be_there_stays(Capabilities ofTarget, int size) {
        try (var scene = new TransferScene(InMemoryAdapter.ALL_CAPABILITIES, ofTarget)) {
            ObjectMetadata old = scene.target.put(TO, ObjectSource.of(new byte[3]), PutOptions.DEFAULT);
            byte[] newer = TestSources.bytes(4, 9);
            scene.target.put(TO, ObjectSource.of(newer), PutOptions.DEFAULT);
            ObjectMetadata what = scene.given(TestSources.bytes(size, 1));
            assertFailsAtTarget(scene, what, ifMatch(old));
            assertThat(scene.storedIs(newer)).isTrue();
            assertThat(scene.unfinished()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void a_copy_within_the_store_keeps_the_condition_too(Capabilities ofStore, int size) {
        try (var scene = new TransferScene(ofStore, ofStore)) {
            byte[] old = TestSources.bytes(10, 2);
            scene.source.put(TO, ObjectSource.of(old), PutOptions.DEFAULT);
            ObjectMetadata what = scene.given(TestSources.bytes(size, 1));
            assertThatThrownBy(() -> scene.copy(scene.source, what, scene.source, IF_ABSENT))
                    .isInstanceOf(StorageException.PreconditionFailed.class);
            assertThat(TransferScene.bytes(scene.source, TO).orElseThrow()).isEqualTo(old);
        }
    }

    /// What somebody writes while parts move must not be overwritten at their end.
    @ParameterizedTest
    @MethodSource("targets")
    void what_appears_while_the_bytes_move_stays(Capabilities ofTarget, int size) {
        try (var scene = new TransferScene(InMemoryAdapter.ALL_CAPABILITIES, ofTarget)) {
            byte[] rival = TestSources.bytes(10, 2);
            IObjectStorageAdapter source = new WatchedAdapter(scene.source) {
                @Override
                @MustBeClosed
                public ObjectContent get(ObjectKey key, GetOptions options) {
                    scene.target.put(TO, ObjectSource.of(rival), PutOptions.DEFAULT);
                    return super.get(key, options);
                }
            };
            ObjectMetadata what = scene.given(TestSources.bytes(size, 1));
            assertThatThrownBy(() -> scene.copy(source, what, scene.target, IF_ABSENT))
                    .isInstanceOf(StorageException.PreconditionFailed.class);
            assertThat(scene.storedIs(rival)).isTrue();
        }
    }

    private static TransferOptions ifMatch(ObjectMetadata version) {
        return TransferOptions.DEFAULT.withPrecondition(
                Precondition.matches(version.etag().orElseThrow()));
    }

    private static void assertFailsAtTarget(TransferScene scene, ObjectMetadata what, TransferOptions options) {
        assertThatThrownBy(() -> scene.copy(what, options))
                .isInstanceOfSatisfying(StorageException.PreconditionFailed.class, e -> {
                    assertThat(e.store()).isEqualTo(scene.target.store());
                    assertThat(e.key()).contains(TO);
                });
    }
}
