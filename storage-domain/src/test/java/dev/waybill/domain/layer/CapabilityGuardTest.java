package dev.waybill.domain.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.Etag;
import dev.waybill.port.GetOptions;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UserMetadata;
import dev.waybill.port.WriteId;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Over a store that can do nothing but keep bytes, and counts what reaches it.
@SuppressWarnings("MustBeClosedChecker") // what is to be refused opens nothing
class CapabilityGuardTest {
    private static final ObjectKey KEY = ObjectKey.of("a");
    private static final Etag VERSION = new Etag("1");
    private static final byte[] BYTES = {1};

    private final FaultyAdapter store =
            new FaultyAdapter(new InMemoryAdapter(Clock.systemUTC(), InMemoryAdapter.NO_CAPABILITIES));
    private final CapabilityGuard guard = new CapabilityGuard(store);

    @AfterEach
    void close_the_store() {
        guard.close();
    }

    private static void put(CapabilityGuard guard, PutOptions options) {
        guard.put(KEY, ObjectSource.of(BYTES), options);
    }

    static List<Consumer<CapabilityGuard>> requests() {
        return List.of(
                guard -> put(guard, PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT)),
                guard -> put(guard, PutOptions.DEFAULT.withPrecondition(Precondition.matches(VERSION))),
                guard -> put(guard, PutOptions.DEFAULT.withUserMetadata(UserMetadata.of(Map.of("a", "b")))),
                guard -> put(guard, PutOptions.DEFAULT.withWriteId(new WriteId("0123456789abcdef"))),
                guard -> put(guard, PutOptions.DEFAULT.withContentModified(Instant.EPOCH)),
                guard -> put(guard, PutOptions.DEFAULT.withChecksum(Checksum.of(ChecksumAlgorithm.MD5, new byte[16]))),
                guard -> guard.get(KEY, GetOptions.WHOLE.withIfMatch(VERSION)),
                guard -> guard.get(KEY, GetOptions.WHOLE.withUnlessMatch(VERSION)),
                guard -> guard.delete(KEY, DeleteOptions.ifMatch(VERSION)),
                guard -> guard.list(ListOptions.of(KeyPrefix.ALL).withStartAfter(KEY)),
                guard -> guard.copy(KEY, ObjectKey.of("b"), CopyOptions.DEFAULT),
                guard -> guard.openUpload(UploadRequest.start(KEY, PutOptions.DEFAULT, 1024)),
                guard -> guard.listUploads(KeyPrefix.ALL));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void what_the_store_cannot_do_is_refused_and_never_sent(Consumer<CapabilityGuard> request) {
        assertThatExceptionOfType(NotSupported.class).isThrownBy(() -> request.accept(guard));
        assertThat(store.calls()).isEmpty();
    }

    @Test
    void of_many_deletions_only_those_that_cannot_be_made_are_refused() {
        var other = ObjectKey.of("b");
        put(guard, PutOptions.DEFAULT);

        List<DeleteResult> results =
                guard.deleteAll(List.of(new Deletion(other, DeleteOptions.ifMatch(VERSION)), Deletion.of(KEY)));

        assertThat(results.get(0)).isInstanceOfSatisfying(DeleteResult.Failed.class, failed -> {
            assertThat(failed.key()).isEqualTo(other);
            assertThat(failed.reason()).isInstanceOf(NotSupported.class);
        });
        assertThat(results.get(1)).isEqualTo(new DeleteResult.Deleted(KEY));
        assertThat(store.calls(Operation.DELETE_ALL)).isEqualTo(1);
        assertThat(guard.stat(KEY)).isEqualTo(Optional.empty());
    }
}
