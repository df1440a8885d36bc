package dev.waybill.adapter.azure;

import com.azure.core.http.HttpHeaders;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StoreId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What answers say of objects. Any number of threads.
///
/// @param id whose objects they are
/// @param clock the time of what has none
record AzureObjects(StoreId id, AzureClock clock) {
    /// What an answer's headers say of the object at `key`.
    ///
    /// @param md5 the header that has the MD5 of the whole
    ObjectMetadata metadata(ObjectKey key, long size, HttpHeaders headers, String md5) {
        var answer = new AzureAnswer(0, headers, "");
        var own = AzureMetadata.ofHeaders(headers);
        var metadata = new ObjectMetadata(
                key,
                size,
                modified(answer),
                Optional.of(etag(key, answer)),
                Optional.empty(),
                checksums(own, answer.header(md5)),
                answer.header("Content-Type"),
                Optional.empty(),
                Optional.empty());
        return AzureMetadata.kept(own).on(metadata);
    }

    /// The checksums of a whole object: ours, and the service's.
    static List<Checksum> checksums(Map<String, String> metadata, Optional<String> md5) {
        var checksums = new ArrayList<Checksum>();
        AzureMetadata.checksum(metadata).ifPresent(checksums::add);
        md5.flatMap(AzureObjects::md5).ifPresent(checksums::add);
        return checksums;
    }

    private static Optional<Checksum> md5(String base64) {
        try {
            return Optional.of(Checksum.ofBase64(ChecksumAlgorithm.MD5, base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// When the object of an answer was written: what the service says, else when it answered.
    Instant modified(AzureAnswer answer) {
        return answer.time("Last-Modified").or(() -> answer.time("Date")).orElseGet(clock::now);
    }

    /// The etag in an answer's header.
    Etag etag(ObjectKey key, AzureAnswer answer) {
        return etag(key, answer.header("ETag").orElse(""));
    }

    /// The etag that a header or an element holds.
    Etag etag(ObjectKey key, String header) {
        return Etag.ofHeader(header)
                .orElseThrow(() -> new StoreFailure(id, Optional.of(key), "it has no usable etag: " + header, null));
    }
}
