package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.Capabilities;
import dev.waybill.port.NameRules;
import dev.waybill.port.NameTrait;
import dev.waybill.port.StorageException.KeyRejected;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The adapter in memory with the names of a disk that ignores cases and the form of accents.
class CaselessInMemoryAdapterTest extends InMemoryContract {
    private static final NameRules RULES = NameRules.ANY
            .withTraits(Set.of(
                    NameTrait.IGNORES_CASE,
                    NameTrait.IGNORES_FORM,
                    NameTrait.NO_DOT_AT_END,
                    NameTrait.NO_SPACE_AT_END,
                    NameTrait.NO_DEVICES))
            .withMaxSegmentBytes(255)
            .withMaxSegments(100)
            .withForbidden("*:|\\")
            .withReserved(List.of(".waybill-tmp-"), List.of("own/"));

    @Override
    protected Capabilities expectedCapabilities() {
        return InMemoryAdapter.ALL_CAPABILITIES.withNames(RULES);
    }

    /// It holds one of the two that the contract orders.
    @Override
    @Test
    public void upper_case_sorts_before_lower_case() {
        store().put("kA", "1");

        assertThatExceptionOfType(KeyRejected.class).isThrownBy(() -> store().put("ka", "2"));
        assertThat(store().keys()).containsExactly("kA");
    }

    @Override
    protected OptionalInt maxSegmentBytes() {
        return OptionalInt.of(255);
    }
}
