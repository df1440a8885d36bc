package dev.waybill.adapter.gcs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.NameRules;
import dev.waybill.port.UploadLimits;
import dev.waybill.testkit.ObjectStorageContract;
import dev.waybill.testkit.gcs.GcsWireServer;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The contract against the strict server of the testkit, each test under a prefix of its own in one bucket.
final class GcsAdapterTest extends ObjectStorageContract {
    private static GcsWireServer wire;

    private String prefix = "";

    @BeforeAll
    static void start() {
        wire = GcsWireServer.start(Clock.systemUTC());
        wire.allowToken("wire-token");
        wire.createBucket("contract");
        wire.rewriteAtMost(20_000);
    }

    @AfterAll
    static void stop() {
        wire.close();
    }

    private static GcsServer server() {
        return new GcsServer(wire.endpoint(), java.util.Map.of("accessToken", "wire-token"));
    }

    @Override
    @MustBeClosed
    protected IObjectStorageAdapter openEmptyStore() {
        prefix = UUID.randomUUID().toString();
        return server().open("contract", prefix);
    }

    @Override
    @MustBeClosed
    protected IObjectStorageAdapter openSecondClient() {
        return server().open("contract", prefix);
    }

    @Override
    protected Capabilities expectedCapabilities() {
        return new Capabilities(
                EnumSet.complementOf(EnumSet.of(Capability.COPY_PART)),
                1024 - prefix.length() - 1,
                5L << 40,
                5L << 40,
                Optional.of(Duration.ofNanos(1)),
                EnumSet.allOf(ChecksumAlgorithm.class),
                Set.of(ChecksumAlgorithm.CRC32C),
                Optional.of(new UploadLimits(256 << 10, 5L << 30, 10_000)),
                NameRules.ANY.withReserved(List.of(), List.of(".waybill-uploads/")));
    }
}
