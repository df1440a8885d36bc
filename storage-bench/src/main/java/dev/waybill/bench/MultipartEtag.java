package dev.waybill.bench;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The ETag that S3 gives an object made of parts: the MD5 of the parts' MD5s, and their number.
final class MultipartEtag {
    private static final Pattern PART_ETAG = Pattern.compile("<ETag>(?:&#34;|&quot;|\")?([0-9a-f]{32})");

    private MultipartEtag() {}

    /// The ETag for the body of a request that completes an upload.
    static String of(String completion) {
        try {
            var md5 = MessageDigest.getInstance("MD5");
            int parts = 0;
            for (var matcher = PART_ETAG.matcher(completion); matcher.find(); parts++) {
                md5.update(HexFormat.of().parseHex(matcher.group(1)));
            }
            return HexFormat.of().formatHex(md5.digest()) + "-" + parts;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have MD5", e);
        }
    }
}
