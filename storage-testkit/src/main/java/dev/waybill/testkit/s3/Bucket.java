package dev.waybill.testkit.s3;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The objects and unfinished uploads of one bucket. Every method is one atomic step, for any number of threads.
final class Bucket {
    private static final Comparator<String> UTF8 = (left, right) ->
            Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

    private final TreeMap<String, StoredBytes> objects = new TreeMap<>(UTF8);
    private final Map<String, Upload> uploads = new LinkedHashMap<>();
    private final boolean careful;
    private long uploadCount;

    /// @param careful whether conditions on writes count
    Bucket(boolean careful) {
        this.careful = careful;
    }

    /// What a write asks of the object that is there.
    ///
    /// @param ifNoneMatch the header of that name
    /// @param ifMatch the header of that name
    record Conditions(Optional<String> ifNoneMatch, Optional<String> ifMatch) {
        static Conditions of(S3Request request) {
            return new Conditions(request.header("If-None-Match"), request.header("If-Match"));
        }

        /// @throws S3Failure as S3 answers: 412, or 404 where a version is asked for and nothing is there
        void require(String key, Optional<StoredBytes> current) {
            if (ifNoneMatch.isPresent() && current.isPresent()) {
                throw S3Failure.preconditionFailed("If-None-Match");
            }
            if (ifMatch.isPresent()) {
                if (current.isEmpty()) {
                    throw S3Failure.noSuchKey(key);
                }
                if (!unquoted(ifMatch.get()).equals(current.get().etag())) {
                    throw S3Failure.preconditionFailed("If-Match");
                }
            }
        }
    }

    /// One part of an unfinished upload.
    ///
    /// @param bytes what was sent
    /// @param etag their MD5
    /// @param checksum what the client named, if any
    /// @param modified when it came
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
    record Part(byte[] bytes, String etag, Optional<Checksum> checksum, Instant modified) {}

    /// An unfinished upload.
    ///
    /// @param key of its object
    /// @param started when
    /// @param contentType of its object
    /// @param metadata of its object
    /// @param algorithm of the checksum of the whole, if any
    /// @param parts by number
    record Upload(
            String key,
            Instant started,
            String contentType,
            Map<String, String> metadata,
            Optional<ChecksumAlgorithm> algorithm,
            SortedMap<Integer, Part> parts) {}

    static String unquoted(String etag) {
        return etag.replace("\"", "");
    }

    synchronized Optional<StoredBytes> find(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    StoredBytes require(String key) {
        return find(key).orElseThrow(() -> S3Failure.noSuchKey(key));
    }

    synchronized void put(String key, StoredBytes object, Conditions conditions) {
        require(key, conditions);
        objects.put(key, object);
    }

    private void require(String key, Conditions conditions) {
        if (careful) {
            conditions.require(key, find(key));
        }
    }

    /// Removes what is there; nothing there is fine, also under a condition.
    synchronized void delete(String key, Optional<String> ifMatch) {
        var current = find(key);
        if (careful
                && current.isPresent()
                && ifMatch.isPresent()
                && !unquoted(ifMatch.get()).equals(current.get().etag())) {
            throw S3Failure.preconditionFailed("If-Match");
        }
        objects.remove(key);
    }

    /// A copy of the objects whose keys come after `marker`, in order of their bytes.
    synchronized NavigableMap<String, StoredBytes> after(String marker) {
        var tail = new TreeMap<String, StoredBytes>(UTF8);
        tail.putAll(objects.tailMap(marker, false));
        return tail;
    }

    synchronized boolean isEmpty() {
        return objects.isEmpty();
    }

    synchronized String start(Upload upload) {
        String id = "upload-" + ++uploadCount;
        uploads.put(id, upload);
        return id;
    }

    synchronized Upload upload(String id, String key) {
        var upload = uploads.get(id);
        if (upload == null || !upload.key().equals(key)) {
            throw S3Failure.noSuchUpload();
        }
        return upload;
    }

    synchronized void addPart(String id, String key, int number, Part part) {
        upload(id, key).parts().put(number, part);
    }

    synchronized void finish(String id, StoredBytes object, Conditions conditions) {
        var upload = uploads.get(id);
        if (upload == null) {
            throw S3Failure.noSuchUpload();
        }
        put(upload.key(), object, conditions);
        uploads.remove(id);
    }

    synchronized void abort(String id, String key) {
        upload(id, key);
        uploads.remove(id);
    }

    synchronized Map<String, Upload> uploads() {
        return new HashMap<>(uploads);
    }
}
