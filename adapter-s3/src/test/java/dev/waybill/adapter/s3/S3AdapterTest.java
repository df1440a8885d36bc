package dev.waybill.adapter.s3;

import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.testkit.s3.S3Credentials;
import dev.waybill.testkit.s3.S3WireServer;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The contract as Amazon S3 would have to keep it, against the strict server of the testkit, which checks
/// every signature, checksum and condition.
final class S3AdapterTest extends S3ContractTest {
    private static S3WireServer wire;

    @BeforeAll
    static void start() {
        wire = S3WireServer.start(Clock.systemUTC());
        wire.allow(S3Credentials.of("wire-access", "wire-secret"));
        wire.createBucket("contract");
    }

    @AfterAll
    static void stop() {
        wire.close();
    }

    @Override
    S3Server server() {
        return new S3Server(
                wire.endpoint(), "wire-access", "wire-secret", Map.of("profile", "aws", "pathStyle", "true"));
    }

    @Override
    String bucket() {
        return "contract";
    }

    @Override
    Set<Capability> conditions() {
        return Set.of(
                Capability.PUT_IF_ABSENT,
                Capability.PUT_IF_MATCH,
                Capability.CONDITIONAL_COPY,
                Capability.CONDITIONAL_COMPLETE,
                Capability.DELETE_IF_MATCH);
    }

    @Override
    Set<ChecksumAlgorithm> uploadChecksums() {
        return Set.of(ChecksumAlgorithm.CRC64NVME, ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.CRC32);
    }
}
