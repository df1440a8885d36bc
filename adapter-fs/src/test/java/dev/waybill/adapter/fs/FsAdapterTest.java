package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.NameRules;
import dev.waybill.port.NameTrait;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UploadLimits;
import dev.waybill.testkit.Deviation;
import dev.waybill.testkit.ObjectStorageContract;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder passes the contract.
final class FsAdapterTest extends ObjectStorageContract {
    @TempDir
    Path root;

    @Override
    protected IObjectStorageAdapter openEmptyStore() {
        return new FsAdapter(FsConfig.of(root), Clock.systemUTC());
    }

    @Override
    protected IObjectStorageAdapter openSecondClient() {
        return openEmptyStore();
    }

    @Override
    protected Capabilities expectedCapabilities() {
        return new Capabilities(
                EnumSet.complementOf(EnumSet.of(Capability.USER_METADATA, Capability.KEY_SEEK)),
                ObjectKey.MAX_BYTES,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Optional.of(Duration.ofNanos(1)),
                EnumSet.allOf(ChecksumAlgorithm.class),
                EnumSet.of(
                        ChecksumAlgorithm.CRC32C,
                        ChecksumAlgorithm.SHA256,
                        ChecksumAlgorithm.SHA1,
                        ChecksumAlgorithm.MD5),
                Optional.of(new UploadLimits(4096, 1L << 40, 100_000)),
                NameRules.ANY
                        .withTraits(Set.of(NameTrait.FOLDERS))
                        .withMaxSegmentBytes(255)
                        .withReserved(List.of(".waybill-tmp-"), List.of()));
    }

    @Override
    protected Set<Deviation> expectedDeviations() {
        return Set.of(Deviation.KEY_AND_FOLDER_EXCLUDE_EACH_OTHER);
    }

    /// Java cannot give a file a time before 1970 with a fraction of a second.
    @Override
    @Test
    public void a_time_of_the_content_before_1970_is_kept() {
        try (var client = openSecondClient()) {
            assertWholeSecondsBefore1970(client);
        }
    }

    static void assertWholeSecondsBefore1970(IObjectStorageAdapter client) {
        var options = PutOptions.DEFAULT.withContentModified(Instant.parse("1969-07-20T20:17:40.250Z"));
        client.put(ObjectKey.of("key"), ObjectSource.of(new byte[1]), options);

        assertThat(client.stat(ObjectKey.of("key")).orElseThrow().contentModified())
                .contains(Instant.parse("1969-07-20T20:17:40Z"));
    }

    @Override
    protected OptionalInt maxSegmentBytes() {
        return OptionalInt.of(255);
    }
}
