package dev.waybill.adapter.azure;

import com.azure.core.http.HttpHeaders;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.UserMetadata;
import dev.waybill.port.spi.KeptMetadata;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What is kept beside an object as Azure's metadata, and back.
///
/// Azure's names are identifiers of C#, in which a `-` cannot be. It goes as `_x2d_`, and a `_` before an `x`
/// as `_x5f_`, so that no other name can be meant; foreign names without such are given as they are. The time
/// of the content is written as rclone writes it here, in the form of RFC 3339.
final class AzureMetadata {
    private static final String HEADER = "x-ms-meta-";
    private static final String CHECKSUM = UserMetadata.RESERVED + "crc64nvme";
    private static final Pattern ESCAPED = Pattern.compile("_x(2d|5f)_", Pattern.CASE_INSENSITIVE);

    private AzureMetadata() {}

    /// The headers that keep `kept`, and a checksum of the whole where the service keeps none.
    static Map<String, String> toHeaders(KeptMetadata kept, Optional<Checksum> whole) {
        var entries = kept.toEntries();
        kept.contentModified().ifPresent(time -> entries.put(UserMetadata.MTIME, time.toString()));
        whole.filter(checksum -> checksum.algorithm() == ChecksumAlgorithm.CRC64NVME)
                .ifPresent(checksum -> entries.put(CHECKSUM, checksum.hex()));
        var headers = new TreeMap<String, String>();
        entries.forEach((name, value) -> headers.put(HEADER + toIdentifier(name), value));
        return headers;
    }

    /// The metadata in an answer's headers, by Azure's names.
    static Map<String, String> ofHeaders(HttpHeaders headers) {
        var metadata = new HashMap<String, String>();
        headers.forEach(header -> {
            if (header.getName().regionMatches(true, 0, HEADER, 0, HEADER.length())) {
                metadata.put(header.getName().substring(HEADER.length()), header.getValue());
            }
        });
        return metadata;
    }

    /// What metadata says, by Azure's names in any case.
    static KeptMetadata kept(Map<String, String> metadata) {
        var entries = new HashMap<String, String>();
        metadata.forEach((name, value) -> entries.put(ofIdentifier(name), value));
        return KeptMetadata.of(entries);
    }

    /// The checksum of the whole that this adapter kept, if one is there.
    static Optional<Checksum> checksum(Map<String, String> metadata) {
        for (var entry : metadata.entrySet()) {
            if (ofIdentifier(entry.getKey()).equals(CHECKSUM)) {
                try {
                    return Optional.of(new Checksum(ChecksumAlgorithm.CRC64NVME, entry.getValue()));
                } catch (IllegalArgumentException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    static String toIdentifier(String name) {
        return name.replace("_x", "_x5f_x").replace("-", "_x2d_");
    }

    static String ofIdentifier(String identifier) {
        return ESCAPED.matcher(identifier.toLowerCase(Locale.ROOT))
                .replaceAll(match -> match.group(1).equals("2d") ? "-" : "_");
    }
}
