package dev.waybill.adapter.s3;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.UserMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpResponse;

/// Checksums of whole objects as S3's headers carry them.
final class S3Checksums {
    /// Asks for the checksums in an answer. As a plain header, so that the SDK does not verify them once more.
    static final String MODE_HEADER = "x-amz-checksum-mode";

    private static final String ENCRYPTION = "x-amz-server-side-encryption";

    /// In which order they are used to verify a read: the cheapest first.
    private static final List<ChecksumAlgorithm> BY_COST = List.of(
            ChecksumAlgorithm.CRC32C,
            ChecksumAlgorithm.CRC32,
            ChecksumAlgorithm.CRC64NVME,
            ChecksumAlgorithm.MD5,
            ChecksumAlgorithm.SHA1,
            ChecksumAlgorithm.SHA256);

    /// The entry under which the adapter keeps a checksum itself, where the store keeps none.
    private static final String KEPT = UserMetadata.RESERVED + "crc64nvme";

    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

    private S3Checksums() {}

    /// Adds a checksum of the whole to the entries that are kept beside it.
    static void keep(Map<String, String> entries, String hex) {
        entries.put(KEPT, hex);
    }

    private static Optional<String> kept(Map<String, String> entries) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(KEPT))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /// The header that carries checksums in `algorithm`.
    static String header(ChecksumAlgorithm algorithm) {
        return "x-amz-checksum-" + algorithm.name().toLowerCase(Locale.ROOT);
    }

    /// The checksums of the whole object that an answer names. Those of its parts' checksums are left out.
    ///
    /// @param own the user metadata, where the adapter may have kept one itself
    static List<Checksum> of(SdkHttpResponse response, Map<String, String> own, S3Profile profile) {
        var checksums = new ArrayList<Checksum>();
        boolean whole = !response.firstMatchingHeader("x-amz-checksum-type")
                .map("COMPOSITE"::equals)
                .orElse(false);
        if (whole) {
            for (var algorithm : ChecksumAlgorithm.values()) {
                response.firstMatchingHeader(header(algorithm))
                        .flatMap(value -> parse(algorithm, value))
                        .ifPresent(checksums::add);
            }
        }
        if (checksums.isEmpty()) {
            kept(own).flatMap(S3Checksums::ofHex).ifPresent(checksums::add);
        }
        ofEtag(response, profile).ifPresent(checksums::add);
        return checksums;
    }

    /// The MD5 that the etag of an answer is. That of what is encrypted is none, but for Amazon's own keys.
    static Optional<Checksum> ofEtag(SdkHttpResponse response, S3Profile profile) {
        boolean encrypted = response.headers().keySet().stream()
                        .anyMatch(name -> name.regionMatches(true, 0, ENCRYPTION, 0, ENCRYPTION.length()))
                && !(profile.name() == S3Profile.Name.AWS
                        && response.firstMatchingHeader(ENCRYPTION)
                                .filter("AES256"::equals)
                                .isPresent());
        return profile.etagIsMd5() && !encrypted
                ? response.firstMatchingHeader("ETag").flatMap(S3Checksums::ofEtag)
                : Optional.empty();
    }

    /// The MD5 that an etag is, if it has the form of one.
    private static Optional<Checksum> ofEtag(String etag) {
        String hex = etag.replace("\"", "");
        return MD5.matcher(hex).matches() ? Optional.of(new Checksum(ChecksumAlgorithm.MD5, hex)) : Optional.empty();
    }

    /// By which of these a read is verified.
    static Optional<Checksum> cheapest(List<Checksum> checksums) {
        return BY_COST.stream()
                .flatMap(algorithm -> checksums.stream().filter(c -> c.algorithm() == algorithm))
                .findFirst();
    }

    private static Optional<Checksum> ofHex(String hex) {
        try {
            return Optional.of(new Checksum(ChecksumAlgorithm.CRC64NVME, hex));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The checksum in a header, or empty if the value is not that of a whole: S3 marks a checksum of parts'
    /// checksums by their number behind it (`…-3`).
    static Optional<Checksum> parse(ChecksumAlgorithm algorithm, String base64) {
        try {
            return Optional.of(Checksum.ofBase64(algorithm, base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
