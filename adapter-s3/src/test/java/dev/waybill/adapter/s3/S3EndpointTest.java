package dev.waybill.adapter.s3;

import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.DeleteResult.Failed;
import dev.waybill.port.Deletion;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// The contract against the server that the environment names: `WAYBILL_S3_ENDPOINT`, `_ACCESS_KEY`,
/// `_SECRET_KEY`, and where they differ from the usual `_PROFILE` and `_REGION`. It makes a bucket of its
/// own and removes it.
@EnabledIfEnvironmentVariable(named = "WAYBILL_S3_ENDPOINT", matches = ".+", disabledReason = "no endpoint is named")
final class S3EndpointTest extends S3ContractTest {
    private static final String BUCKET = "waybill-" + UUID.randomUUID();

    @BeforeAll
    static void createBucket() {
        ofEnvironment().createBucket(BUCKET);
    }

    @AfterAll
    static void removeBucket() {
        var server = ofEnvironment();
        try (var store = server.open(BUCKET, "");
                var objects = store.list(ListOptions.of(KeyPrefix.ALL))) {
            var results = store.deleteAll(
                    objects.map(object -> Deletion.of(object.key())).toList());
            if (results.stream().anyMatch(Failed.class::isInstance)) {
                throw new IllegalStateException("bucket " + BUCKET + " cannot be emptied: " + results);
            }
        }
        try (var client = S3ClientFactory.create(server.config(BUCKET, ""), 1, new S3Clock(Clock.systemUTC()))) {
            client.client().deleteBucket(b -> b.bucket(BUCKET));
        }
    }

    private static S3Server ofEnvironment() {
        var settings = new LinkedHashMap<>(Map.of("profile", profile().name().toLowerCase(Locale.ROOT)));
        variable("REGION").ifPresent(region -> settings.put("region", region));
        return new S3Server(
                URI.create(variable("ENDPOINT").orElseThrow()),
                variable("ACCESS_KEY").orElseThrow(),
                variable("SECRET_KEY").orElseThrow(),
                settings);
    }

    private static S3Profile.Name profile() {
        return S3Profile.Name.valueOf(variable("PROFILE").orElse("generic").toUpperCase(Locale.ROOT));
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv("WAYBILL_S3_" + name));
    }

    @Override
    S3Server server() {
        return ofEnvironment();
    }

    @Override
    String bucket() {
        return BUCKET;
    }

    @Override
    Set<Capability> conditions() {
        return switch (profile()) {
            case AWS ->
                Set.of(
                        Capability.PUT_IF_ABSENT,
                        Capability.PUT_IF_MATCH,
                        Capability.CONDITIONAL_COPY,
                        Capability.CONDITIONAL_COMPLETE,
                        Capability.DELETE_IF_MATCH);
            case MINIO ->
                Set.of(
                        Capability.PUT_IF_ABSENT,
                        Capability.PUT_IF_MATCH,
                        Capability.CONDITIONAL_COPY,
                        Capability.CONDITIONAL_COMPLETE);
            case CEPH -> Set.of(Capability.PUT_IF_ABSENT);
            case R2 -> Set.of(Capability.PUT_IF_ABSENT, Capability.PUT_IF_MATCH);
            case GENERIC -> Set.of();
        };
    }

    @Override
    Set<ChecksumAlgorithm> uploadChecksums() {
        return switch (profile()) {
            case AWS, MINIO -> Set.of(ChecksumAlgorithm.CRC64NVME, ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.CRC32);
            case CEPH, R2, GENERIC -> Set.of();
        };
    }
}
