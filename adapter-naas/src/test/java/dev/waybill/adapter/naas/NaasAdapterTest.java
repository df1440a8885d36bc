package dev.waybill.adapter.naas;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.testkit.ObjectStorageContract;
import dev.waybill.testkit.s3.ExpiryAnswer;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The contract under credentials that the store takes for a few requests only, each test in a folder of its own.
/// Every other one finds a store that says of a token that it has expired; the others are denied and told nothing.
final class NaasAdapterTest extends ObjectStorageContract {
    /// Few, but thrice as many as the contract has threads, of which it has up to 20: a slow one must find credentials
    /// that the others have not spent before it, and is denied what it failed to do four times in a row.
    private static final int REQUESTS = 60;

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
        return Workspace.capabilities(
                folder,
                Set.of(
                        Capability.COPY_PART,
                        Capability.PUT_IF_MATCH,
                        Capability.CONDITIONAL_COPY,
                        Capability.CONDITIONAL_COMPLETE,
                        Capability.DELETE_IF_MATCH),
                Set.of(ChecksumAlgorithm.CRC64NVME, ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.CRC32));
    }
}
