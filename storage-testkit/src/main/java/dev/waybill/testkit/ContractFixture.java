package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.Capability;
import dev.waybill.port.StorageException.NotSupported;
import java.util.OptionalInt;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What the parts of [ObjectStorageContract] share.
interface ContractFixture {
    /// The store, new and empty in each test.
    StoreUnderTest store();

    /// Another client of the same store, closed when the test ends.
    StoreUnderTest secondClient();

    /// The known deviations of the store.
    Set<Deviation> deviations();

    /// The longest segment of a key, in bytes of UTF-8, if the store bounds it.
    OptionalInt segmentBytes();

    /// Keys that the store refuses although they are well-formed.
    Set<String> refusedKeys();

    default boolean can(Capability capability) {
        return store().can(capability);
    }

    /// Whether the store lacks one of these capabilities; then `request` must be refused, which is asserted.
    default boolean refuses(Set<Capability> needed, ThrowingCallable request) {
        if (store().capabilities().flags().containsAll(needed)) {
            return false;
        }
        assertThatExceptionOfType(NotSupported.class)
                .as("%s without %s", store().client().store(), needed)
                .isThrownBy(request);
        return true;
    }

    /// As [#refuses(Set, ThrowingCallable)], for one capability.
    default boolean refuses(Capability needed, ThrowingCallable request) {
        return refuses(Set.of(needed), request);
    }

    default boolean deviates(Deviation deviation) {
        return deviations().contains(deviation);
    }
}
