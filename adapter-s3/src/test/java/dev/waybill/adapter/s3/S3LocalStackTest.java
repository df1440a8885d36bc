package dev.waybill.adapter.s3;

import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.localstack.LocalStackContainer;

/// The contract against LocalStack, where a Docker engine answers.
@Testcontainers(disabledWithoutDocker = true)
final class S3LocalStackTest extends S3ContractTest {
    @Container
    private static final LocalStackContainer LOCAL_STACK =
            new LocalStackContainer("localstack/localstack:4.9").withServices("s3");

    @BeforeAll
    static void createBucket() {
        ofContainer().createBucket("contract");
    }

    private static S3Server ofContainer() {
        return new S3Server(
                LOCAL_STACK.getEndpoint(),
                LOCAL_STACK.getAccessKey(),
                LOCAL_STACK.getSecretKey(),
                Map.of("profile", "aws", "pathStyle", "true", "region", LOCAL_STACK.getRegion()));
    }

    @Override
    S3Server server() {
        return ofContainer();
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
