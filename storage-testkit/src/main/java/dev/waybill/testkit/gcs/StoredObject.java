package dev.waybill.testkit.gcs;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One version of an object. The bytes are never changed.
///
/// @param name its name in the bucket
/// @param bytes what it holds
/// @param generation which version of the bytes
/// @param metageneration which version of what lies beside them, from 1
/// @param created when the bytes were stored
/// @param updated when anything of it was last changed
/// @param componentCount of how many objects it was composed; 0 if it was not
/// @param settings what the writer may set, by its name in the object resource: `contentType`, `cacheControl`, …
/// @param metadata the writer's own entries
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
record StoredObject(
        String name,
        byte[] bytes,
        long generation,
        long metageneration,
        Instant created,
        Instant updated,
        int componentCount,
        Map<String, String> settings,
        Map<String, String> metadata) {
    /// What of the resource a writer may set, as text.
    static final Set<String> WRITABLE = Set.of(
            "contentType",
            "contentEncoding",
            "contentDisposition",
            "contentLanguage",
            "cacheControl",
            "storageClass",
            "customTime");

    /// What else a resource may name: where and what it is, which its writer cannot change, and its hashes.
    private static final Set<String> NOT_SET = Set.of(
            "kind",
            "id",
            "selfLink",
            "mediaLink",
            "name",
            "bucket",
            "generation",
            "metageneration",
            "size",
            "crc32c",
            "md5Hash",
            "etag",
            "timeCreated",
            "updated",
            "timeStorageClassUpdated",
            "timeFinalized",
            "componentCount",
            "metadata");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final int MAX_METADATA_BYTES = 8 * 1024;

    StoredObject {
        settings = Map.copyOf(settings);
        metadata = Map.copyOf(metadata);
    }

    /// What a writer wants of an object, before it has a generation.
    ///
    /// @param resource the writer's object resource
    static StoredObject draft(String name, byte[] bytes, Map<String, @Nullable Object> resource) {
        return new StoredObject(
                requireName(name),
                bytes,
                0,
                0,
                Instant.EPOCH,
                Instant.EPOCH,
                0,
                settings(resource),
                metadata(resource));
    }

    /// What a resource says that a writer may set.
    ///
    /// @throws GcsFailure if it says something that this server does not know: access lists, holds, keys
    static Map<String, String> settings(Map<String, @Nullable Object> resource) {
        var settings = new TreeMap<String, String>();
        resource.forEach((name, value) -> {
            if (WRITABLE.contains(name) && value instanceof String text) {
                settings.put(name, text);
            } else if (WRITABLE.contains(name) && value != null) {
                throw GcsFailure.invalid("The value of " + name + " is no text.");
            }
        });
        Json.requireKnown(resource, name -> WRITABLE.contains(name) || NOT_SET.contains(name), "of an object");
        return settings;
    }

    static Map<String, String> metadata(Map<String, @Nullable Object> resource) {
        var metadata = new TreeMap<String, String>();
        int bytes = 0;
        if (resource.get("metadata") != null) {
            for (var entry : Json.map(resource.get("metadata")).entrySet()) {
                if (!(entry.getValue() instanceof String value)) {
                    throw GcsFailure.invalid("The value of metadata." + entry.getKey() + " is no text.");
                }
                metadata.put(entry.getKey(), value);
                bytes += entry.getKey().getBytes(StandardCharsets.UTF_8).length;
                bytes += value.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        if (bytes > MAX_METADATA_BYTES) {
            throw GcsFailure.invalid("The metadata of the object is larger than 8 KiB.");
        }
        return metadata;
    }

    /// What lies beside the bytes once `patch` is applied: what it gives replaces, nulls remove, the rest stays.
    ///
    /// @param now the time of the patch
    StoredObject patched(Map<String, @Nullable Object> patch, Instant now) {
        var newSettings = new TreeMap<>(settings);
        newSettings.keySet().removeIf(patch::containsKey);
        newSettings.putAll(settings(patch));
        var entries = new LinkedHashMap<String, @Nullable Object>(metadata);
        if (patch.containsKey("metadata")) {
            if (patch.get("metadata") == null) {
                entries.clear();
            } else {
                entries.putAll(Json.map(patch.get("metadata")));
            }
        }
        entries.values().removeIf(java.util.Objects::isNull);
        return new StoredObject(
                name,
                bytes,
                generation,
                metageneration + 1,
                created,
                now,
                componentCount,
                newSettings,
                metadata(Map.of("metadata", entries)));
    }

    /// The rules of "Objects: naming requirements" (Cloud Storage documentation).
    static String requireName(String name) {
        boolean wellFormed = StandardCharsets.UTF_8.newEncoder().canEncode(name);
        int bytes = wellFormed ? name.getBytes(StandardCharsets.UTF_8).length : 0;
        if (bytes < 1
                || bytes > 1024
                || name.contains("\r")
                || name.contains("\n")
                || name.equals(".")
                || name.equals("..")
                || name.startsWith(".well-known/acme-challenge/")) {
            throw GcsFailure.invalid("Disallowed object name: " + name);
        }
        return name;
    }

    Checksum crc32c() {
        return ContentHasher.hash(ChecksumAlgorithm.CRC32C, bytes);
    }

    /// The MD5, which a composed object has not.
    Optional<Checksum> md5() {
        return componentCount == 0 ? Optional.of(ContentHasher.hash(ChecksumAlgorithm.MD5, bytes)) : Optional.empty();
    }

    /// Holds the bytes against checksums that the writer gave in Base64.
    void requireHashes(@Nullable Object crc32c, @Nullable Object md5) {
        requireHash("CRC32C", crc32c, crc32c().toBase64());
        if (md5 != null) {
            requireHash(
                    "MD5 hash",
                    md5,
                    ContentHasher.hash(ChecksumAlgorithm.MD5, bytes).toBase64());
        }
    }

    private static void requireHash(String what, @Nullable Object given, String found) {
        if (given != null && !given.equals(found)) {
            throw GcsFailure.invalid(
                    "Provided " + what + " \"" + given + "\" doesn't match calculated " + what + " \"" + found + "\".");
        }
    }

    String contentType() {
        return settings.getOrDefault("contentType", "application/octet-stream");
    }

    String storageClass() {
        return settings.getOrDefault("storageClass", "STANDARD");
    }

    /// The token of the version of bytes and metadata, which says nothing else.
    String etag() {
        String text = generation + "/" + metageneration;
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The object resource; 64-bit numbers are texts in it.
    Map<String, Object> resource(String bucket, String root) {
        String self = root + "/storage/v1/b/" + bucket + "/o/" + encoded(name);
        var resource = new LinkedHashMap<String, Object>();
        resource.put("kind", "storage#object");
        resource.put("id", bucket + "/" + name + "/" + generation);
        resource.put("selfLink", self);
        resource.put(
                "mediaLink",
                root + "/download/storage/v1/b/" + bucket + "/o/" + encoded(name) + "?generation=" + generation
                        + "&alt=media");
        resource.put("name", name);
        resource.put("bucket", bucket);
        resource.put("generation", Long.toString(generation));
        resource.put("metageneration", Long.toString(metageneration));
        resource.put("contentType", contentType());
        resource.put("storageClass", storageClass());
        resource.put("size", Long.toString(bytes.length));
        md5().ifPresent(md5 -> resource.put("md5Hash", md5.toBase64()));
        resource.put("crc32c", crc32c().toBase64());
        resource.put("etag", etag());
        resource.put("timeCreated", TIME.format(created));
        resource.put("updated", TIME.format(updated));
        resource.put("timeStorageClassUpdated", TIME.format(created));
        resource.put("timeFinalized", TIME.format(created));
        if (componentCount > 0) {
            resource.put("componentCount", (long) componentCount);
        }
        settings.forEach(resource::putIfAbsent);
        if (!metadata.isEmpty()) {
            resource.put("metadata", new TreeMap<>(metadata));
        }
        return resource;
    }

    private static String encoded(String name) {
        return java.net.URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
