package dev.waybill.adapter.s3;

import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StoreId;
import dev.waybill.port.spi.KeptMetadata;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;

/// What the headers of answers say of objects. Any number of threads.
///
/// @param store for what fails
/// @param profile which checksums its headers have
/// @param clock where an answer has no time
record S3Headers(StoreId store, S3Profile profile, S3Clock clock) {
    /// The beginning of the names that an object's own entries have.
    static final String METADATA_HEADER = "x-amz-meta-";

    /// What an answer's headers say of the object at `key`.
    ObjectMetadata metadata(ObjectKey key, long size, SdkHttpResponse response) {
        var own = userHeaders(response);
        var metadata = new ObjectMetadata(
                key,
                size,
                modified(response),
                Optional.of(etag(key, response)),
                Optional.empty(),
                S3Checksums.of(response, own, profile),
                response.firstMatchingHeader("Content-Type"),
                Optional.empty(),
                Optional.empty());
        return KeptMetadata.of(own).on(metadata);
    }

    /// When the object of an answer was written: what the server says, else when it answered.
    Instant modified(SdkHttpResponse response) {
        return response.firstMatchingHeader("Last-Modified")
                .or(() -> response.firstMatchingHeader("Date"))
                .flatMap(HttpDate::parse)
                .orElseGet(clock::now);
    }

    /// The etag in an answer's header.
    Etag etag(ObjectKey key, SdkHttpResponse response) {
        return etag(key, response.firstMatchingHeader("ETag").orElse(null));
    }

    /// The etag that a header or an element holds.
    Etag etag(ObjectKey key, @Nullable String header) {
        return Optional.ofNullable(header)
                .flatMap(Etag::ofHeader)
                .orElseThrow(() -> new StoreFailure(store, Optional.of(key), "it has no usable etag: " + header, null));
    }

    private static Map<String, String> userHeaders(SdkHttpResponse response) {
        var headers = new HashMap<String, String>();
        response.headers().forEach((name, values) -> {
            if (name.regionMatches(true, 0, METADATA_HEADER, 0, METADATA_HEADER.length()) && !values.isEmpty()) {
                headers.put(name.substring(METADATA_HEADER.length()), String.join(",", values));
            }
        });
        return headers;
    }
}
