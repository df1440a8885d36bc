package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.Capabilities;
import dev.waybill.port.IObjectStorageAdapter;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The specification of [IObjectStorageAdapter], as tests: an adapter is one that passes.
///
/// A test class of an adapter extends this, opens stores and pins what they can do. Both sides of each
/// capability are tested: where it is present it works, where it is absent it is refused. What a server is
/// known to do otherwise is declared as a [Deviation] and then asserted in its place.
///
/// Every test gets an empty store; servers should be shared and only a bucket or a folder be new. Left out
/// is what needs a server that misbehaves on demand, and so is tested by each adapter on its own: a store
/// that is not there, credentials that are wrong, denied or expired, throttling, a full disk, broken
/// connections, corrupt bodies, symbolic links, and names that only other tools can create.
public abstract class ObjectStorageContract
        implements BasicContract,
                MetadataContract,
                StreamingContract,
                InterruptContract,
                RangeContract,
                ConditionContract,
                ListingContract,
                OrderContract,
                NameContract,
                BatchContract,
                CopyContract,
                UploadContract,
                PartCopyContract,
                UploadFailureContract,
                ConcurrencyContract,
                CloseContract {
    private final Clients clients = new Clients();

    /// Opens a client of a store that is new, empty and used by this test alone.
    protected abstract IObjectStorageAdapter openEmptyStore() throws Exception;

    /// Opens another client of the store that [#openEmptyStore] opened last, as another process would.
    protected abstract IObjectStorageAdapter openSecondClient() throws Exception;

    /// What the adapter must say that it can do.
    protected abstract Capabilities expectedCapabilities();

    /// What the store is known to do otherwise.
    protected Set<Deviation> expectedDeviations() {
        return Set.of();
    }

    /// The longest segment of a key, in bytes of UTF-8, if the store bounds it more than the whole key.
    protected OptionalInt maxSegmentBytes() {
        return OptionalInt.empty();
    }

    /// The keys among those that the contract tries which the store refuses.
    protected Set<String> expectedRefusedKeys() {
        return Set.of();
    }

    @BeforeEach
    final void open_an_empty_store() throws Exception {
        clients.add(openEmptyStore());
    }

    @AfterEach
    final void close_its_clients() {
        clients.close();
    }

    @Test
    final void the_adapter_can_do_what_is_expected_of_it() {
        assertThat(store().client().capabilities()).isEqualTo(expectedCapabilities());
    }

    @Override
    public final StoreUnderTest store() {
        return clients.first();
    }

    @Override
    public final StoreUnderTest secondClient() {
        return clients.second(this::openSecondClient);
    }

    @Override
    public final Set<Deviation> deviations() {
        return expectedDeviations();
    }

    @Override
    public final OptionalInt segmentBytes() {
        return maxSegmentBytes();
    }

    @Override
    public final Set<String> refusedKeys() {
        return expectedRefusedKeys();
    }
}
