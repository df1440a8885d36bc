package dev.waybill.adapter.s3;

import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import java.net.URI;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/// The contract against MinIO, where a Docker engine answers.
@Testcontainers(disabledWithoutDocker = true)
final class S3MinioTest extends S3ContractTest {
    @Container
    private static final MinIOContainer MINIO = new MinIOContainer("minio/minio:RELEASE.2025-09-07T16-13-09Z");

    @BeforeAll
    static void createBucket() {
        ofContainer().createBucket("contract");
    }

    private static S3Server ofContainer() {
        return new S3Server(
                URI.create(MINIO.getS3URL()), MINIO.getUserName(), MINIO.getPassword(), Map.of("profile", "minio"));
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
                Capability.CONDITIONAL_COMPLETE);
    }

    @Override
    Set<ChecksumAlgorithm> uploadChecksums() {
        return Set.of(ChecksumAlgorithm.CRC64NVME, ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.CRC32);
    }

    /// It keeps objects in folders, whose names are bounded.
    @Override
    protected OptionalInt maxSegmentBytes() {
        return OptionalInt.of(255);
    }
}
