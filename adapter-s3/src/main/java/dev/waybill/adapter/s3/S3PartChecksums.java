package dev.waybill.adapter.s3;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.UploadedPart;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.Part;

/// Checksums of parts as the SDK's classes carry them, which have a field for each algorithm.
final class S3PartChecksums {
    private S3PartChecksums() {}

    /// That of a part in a list.
    static Optional<Checksum> of(Part part, ChecksumAlgorithm algorithm) {
        return parsed(value(part, algorithm), algorithm);
    }

    /// That of a part that was copied.
    static Optional<Checksum> of(CopyPartResult copied, ChecksumAlgorithm algorithm) {
        return parsed(value(copied, algorithm), algorithm);
    }

    private static Optional<Checksum> parsed(@Nullable String value, ChecksumAlgorithm algorithm) {
        return Optional.ofNullable(value).flatMap(text -> S3Checksums.parse(algorithm, text));
    }

    private static @Nullable String value(CopyPartResult copied, ChecksumAlgorithm algorithm) {
        return switch (algorithm) {
            case CRC64NVME -> copied.checksumCRC64NVME();
            case CRC32C -> copied.checksumCRC32C();
            case CRC32 -> copied.checksumCRC32();
            case CRC32PAIR, SHA256, SHA1, MD5 -> null;
        };
    }

    private static @Nullable String value(Part part, ChecksumAlgorithm algorithm) {
        return switch (algorithm) {
            case CRC64NVME -> part.checksumCRC64NVME();
            case CRC32C -> part.checksumCRC32C();
            case CRC32 -> part.checksumCRC32();
            case SHA256 -> part.checksumSHA256();
            case SHA1 -> part.checksumSHA1();
            case CRC32PAIR, MD5 -> null;
        };
    }

    /// A part as the completion of an upload names it.
    static CompletedPart completed(UploadedPart part) {
        var completed = CompletedPart.builder()
                .partNumber(part.number())
                .eTag(part.etag().toHeader());
        part.checksum().ifPresent(checksum -> {
            switch (checksum.algorithm()) {
                case CRC64NVME -> completed.checksumCRC64NVME(checksum.toBase64());
                case CRC32C -> completed.checksumCRC32C(checksum.toBase64());
                case CRC32 -> completed.checksumCRC32(checksum.toBase64());
                case CRC32PAIR, SHA256, SHA1, MD5 -> {}
            }
        });
        return completed.build();
    }
}
