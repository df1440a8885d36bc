package dev.waybill.adapter.naas;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.UploadLimits;
import dev.waybill.testkit.ObjectStorageContract;
import dev.waybill.testkit.s3.ExpiryAnswer;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The contract under credentials that the store takes for a few requests only, each test in a folder of its own.
/// Every other one finds a store that says of a token that it has expired; the others are denied and told nothing.
final class NaasAdapterTest extends ObjectStorageContract {
    /// Few, but more than the contract has threads.
    private static final int REQUESTS = 20;

    private static Workspace workspace;

    private static int stores;
    private String folder = "";

    @BeforeAll
    static void start() {
        workspace = new Workspace();
        workspace.api.issueForRequests(REQUESTS);
    }

    @AfterAll
    static void stop() {
        workspace.close();
    }

    @Override
    @MustBeClosed
    protected IObjectStorageAdapter openEmptyStore() {
        workspace.s3.answerExpired(stores++ % 2 == 0 ? ExpiryAnswer.BARE_DENIAL : ExpiryAnswer.EXPIRED_TOKEN);
        folder = UUID.randomUUID().toString();
        return openSecondClient();
    }

    @Override
    @MustBeClosed
    protected IObjectStorageAdapter openSecondClient() {
        return workspace.open(Clock.systemUTC(), Map.of("prefix", folder));
    }

    @Override
    protected Capabilities expectedCapabilities() {
        int before = Workspace.ID.length() + "/abi/".length() + folder.length() + 1;
        return new Capabilities(
                EnumSet.of(
                        Capability.VERSION_TOKENS,
                        Capability.KEY_ORDER,
                        Capability.ATOMIC_REPLACE,
                        Capability.USER_METADATA,
                        Capability.SERVER_SIDE_COPY,
                        Capability.RESUMABLE_UPLOAD,
                        Capability.COPY_PART,
                        Capability.PUT_IF_ABSENT,
                        Capability.PUT_IF_MATCH,
                        Capability.CONDITIONAL_COPY,
                        Capability.CONDITIONAL_COMPLETE,
                        Capability.DELETE_IF_MATCH),
                1024 - before,
                5L << 40,
                5L << 30,
                Optional.of(Duration.ofNanos(1)),
                EnumSet.allOf(ChecksumAlgorithm.class),
                Set.of(ChecksumAlgorithm.CRC64NVME, ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.CRC32),
                Optional.of(new UploadLimits(5L << 20, 5L << 30, 10_000)));
    }
}
