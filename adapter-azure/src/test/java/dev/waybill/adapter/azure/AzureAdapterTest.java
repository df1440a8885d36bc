package dev.waybill.adapter.azure;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.NameRules;
import dev.waybill.port.NameTrait;
import dev.waybill.port.UploadLimits;
import dev.waybill.testkit.Deviation;
import dev.waybill.testkit.ObjectStorageContract;
import dev.waybill.testkit.azure.Azurite;
import dev.waybill.testkit.azure.NeedsAzurite;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The contract against Azurite, each test under a prefix of its own.
@NeedsAzurite
class AzureAdapterTest extends ObjectStorageContract {
    private static final String CONTAINER = Azurite.shared().newContainer();
    private static final long MEBIBYTE = 1L << 20;

    private String prefix = "";

    @Override
    @MustBeClosed
    protected IObjectStorageAdapter openEmptyStore() {
        prefix = UUID.randomUUID().toString();
        return openSecondClient();
    }

    @Override
    @MustBeClosed
    protected IObjectStorageAdapter openSecondClient() {
        return AzuriteStores.open(Azurite.shared().port(), CONTAINER, Map.of("prefix", prefix));
    }

    @Override
    protected Capabilities expectedCapabilities() {
        return new Capabilities(
                EnumSet.complementOf(EnumSet.of(Capability.KEY_SEEK)),
                1024 - prefix.length() - 1,
                40_000 * 4000 * MEBIBYTE,
                4000 * MEBIBYTE,
                Optional.of(Duration.ofNanos(1)),
                EnumSet.allOf(ChecksumAlgorithm.class),
                Set.of(ChecksumAlgorithm.CRC64NVME),
                Optional.of(new UploadLimits(64 << 10, 4000 * MEBIBYTE, 40_000)),
                NameRules.ANY
                        .withTraits(Set.of(NameTrait.NO_DOT_AT_END))
                        .withMaxSegments(253)
                        .withForbidden("\\\uFFFE\uFFFF"));
    }

    @Override
    protected Set<Deviation> expectedDeviations() {
        return EnumSet.of(Deviation.UTF16_LISTING_ORDER, Deviation.WRITES_END_UPLOADS);
    }

    /// What the service would change or could not list, and so is refused.
    @Override
    protected Set<String> expectedRefusedKeys() {
        return Set.of(
                "dot.",
                "three...",
                "...",
                "x./y",
                "x../y",
                "C:\\x",
                "\\\\host\\x",
                "a\\b",
                "a\\..\\..\\x",
                "\\",
                "a\uFFFFb");
    }
}
