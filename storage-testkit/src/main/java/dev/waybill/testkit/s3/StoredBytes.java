package dev.waybill.testkit.s3;

import dev.waybill.port.Checksum;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// One object that the server holds.
///
/// @param bytes what was stored; never changed
/// @param etag without quotes: the MD5, or that of the parts' MD5s with their number behind a dash
/// @param modified when
/// @param contentType the media type
/// @param metadata the `x-amz-meta-…` headers, without that beginning
/// @param checksum of the whole, where the client named one
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
record StoredBytes(
        byte[] bytes,
        String etag,
        Instant modified,
        String contentType,
        Map<String, String> metadata,
        Optional<Checksum> checksum) {

    StoredBytes {
        metadata = Map.copyOf(metadata);
    }
}
