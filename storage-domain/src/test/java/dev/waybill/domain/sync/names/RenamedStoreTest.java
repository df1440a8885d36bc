package dev.waybill.domain.sync.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.NameRules;
import dev.waybill.port.NameTrait;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.KeyRejected;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ObjectStorageContract;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Over a store that refuses many names, the contract of one that holds them.
class RenamedStoreTest extends ObjectStorageContract {
    private static final NameRules STRICT = NameRules.ANY
            .withTraits(EnumSet.of(
                    NameTrait.IGNORES_CASE, NameTrait.NO_DOT_AT_END, NameTrait.NO_SPACE_AT_END, NameTrait.NO_DEVICES))
            .withForbidden("\\:*?\"<>|")
            .withReserved(List.of("x.tm"), List.of(".uploads/"));

    private final ArrayDeque<InMemoryAdapter> opened = new ArrayDeque<>();

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the contract closes what it is given
    protected IObjectStorageAdapter openEmptyStore() {
        opened.add(new InMemoryAdapter(Clock.systemUTC(), InMemoryAdapter.ALL_CAPABILITIES.withNames(STRICT)));
        return RenamedStore.over(opened.getLast(), true);
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the contract closes what it is given
    protected IObjectStorageAdapter openSecondClient() {
        return RenamedStore.over(opened.getLast().anotherClient(), true);
    }

    /// It was told of no names that clash.
    @Override
    @Test
    public void upper_case_sorts_before_lower_case() {
        try (var client = openSecondClient()) {
            client.put(ObjectKey.of("kA"), ObjectSource.of(new byte[1]), PutOptions.DEFAULT);

            assertThatExceptionOfType(KeyRejected.class)
                    .isThrownBy(() -> client.put(ObjectKey.of("ka"), ObjectSource.of(new byte[2]), PutOptions.DEFAULT));
            assertThat(client.stat(ObjectKey.of("kA")).orElseThrow().size()).isEqualTo(1);
        }
    }

    @Override
    protected Capabilities expectedCapabilities() {
        Capabilities all = InMemoryAdapter.ALL_CAPABILITIES;
        var flags = EnumSet.copyOf(all.flags());
        flags.removeAll(Set.of(Capability.KEY_ORDER, Capability.KEY_SEEK));
        return new Capabilities(
                flags,
                all.maxKeyBytes(),
                all.maxObjectBytes(),
                all.maxPutBytes(),
                all.modifiedPrecision(),
                all.checksums(),
                all.uploadChecksums(),
                all.uploadLimits(),
                NameRules.ANY.withTraits(Set.of(NameTrait.IGNORES_CASE)));
    }
}
