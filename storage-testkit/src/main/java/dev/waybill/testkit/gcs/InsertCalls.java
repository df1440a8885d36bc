package dev.waybill.testkit.gcs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Uploads in one request: the bytes alone, or the object's resource and the bytes.
final class InsertCalls {
    private static final Set<String> KNOWN = known();

    private final String root;
    private volatile boolean hashesMatter = true;

    InsertCalls(String root) {
        this.root = root;
    }

    /// Takes no notice of hashes from now on.
    void ignoreHashes() {
        hashesMatter = false;
    }

    private static Set<String> known() {
        var known = new HashSet<>(Preconditions.NAMES);
        known.addAll(Set.of("uploadType", "name", "contentEncoding", "predefinedAcl"));
        return known;
    }

    /// Makes sure that nothing is asked of an upload that this server does not know.
    static void requireKnown(GcsRequest request) {
        request.requireKnown(KNOWN);
    }

    GcsAnswer media(GcsRequest request, GcsBucket bucket) {
        requireKnown(request);
        var resource = new HashMap<String, @Nullable Object>();
        request.header("Content-Type").ifPresent(type -> resource.put("contentType", type));
        return store(request, bucket, resource, request.body());
    }

    GcsAnswer multipart(GcsRequest request, GcsBucket bucket) {
        requireKnown(request);
        var parts = Multipart.of(request, "multipart/related");
        if (parts.size() != 2) {
            throw GcsFailure.of(400, "badContent", "A multipart upload has two parts, not " + parts.size() + ".");
        }
        if (!parts.get(0).headers().getOrDefault("content-type", "").startsWith("application/json")) {
            throw GcsFailure.of(400, "badContent", "The first part of a multipart upload is application/json.");
        }
        var resource = Json.object(parts.get(0).body());
        var media = parts.get(1);
        String type = media.headers().get("content-type");
        if (type != null) {
            resource.putIfAbsent("contentType", type);
        }
        return store(request, bucket, resource, media.body());
    }

    private GcsAnswer store(
            GcsRequest request, GcsBucket bucket, Map<String, @Nullable Object> resource, byte[] bytes) {
        var draft = draft(request, resource, bytes);
        var stored = bucket.put(draft, Preconditions.of(request, ""));
        return request.answer(200, stored.resource(bucket.name(), root));
    }

    /// The object that a request and its resource ask for, held against all checksums they name.
    StoredObject draft(GcsRequest request, Map<String, @Nullable Object> resource, byte[] bytes) {
        var settings = new HashMap<String, @Nullable Object>(resource);
        request.parameter("contentEncoding").ifPresent(encoding -> settings.put("contentEncoding", encoding));
        var draft = StoredObject.draft(name(request, resource), bytes, settings);
        if (hashesMatter) {
            draft.requireHashes(resource.get("crc32c"), resource.get("md5Hash"));
        }
        requireHeader(request, draft);
        return draft;
    }

    /// Holds the bytes against the `X-Goog-Hash` of a request.
    void requireHeader(GcsRequest request, StoredObject draft) {
        if (!hashesMatter) {
            return;
        }
        for (String hash : request.header("X-Goog-Hash").orElse("").split(",", -1)) {
            String trimmed = hash.strip();
            if (trimmed.startsWith("crc32c=")) {
                draft.requireHashes(trimmed.substring("crc32c=".length()), null);
            } else if (trimmed.startsWith("md5=")) {
                draft.requireHashes(null, trimmed.substring("md5=".length()));
            } else if (!trimmed.isEmpty()) {
                throw GcsFailure.invalid("Unknown hash in X-Goog-Hash: " + trimmed);
            }
        }
    }

    private static String name(GcsRequest request, Map<String, @Nullable Object> resource) {
        var named = request.parameter("name");
        if (named.isPresent()) {
            return named.get();
        }
        if (resource.get("name") instanceof String name) {
            return name;
        }
        throw GcsFailure.of(400, "required", "Required parameter: name");
    }
}
