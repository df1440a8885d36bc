package dev.waybill.testkit.gcs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Listings of a bucket, in the order of UTF-8 bytes.
final class ListCalls {
    private static final int MOST = 1000;
    private static final Set<String> KNOWN = Set.of(
            "prefix",
            "delimiter",
            "pageToken",
            "maxResults",
            "startOffset",
            "endOffset",
            "includeTrailingDelimiter",
            "versions");

    private final String root;

    ListCalls(String root) {
        this.root = root;
    }

    GcsAnswer list(GcsRequest request, GcsBucket bucket) {
        request.requireKnown(KNOWN);
        int most = (int) Math.min(request.number("maxResults").orElse(MOST), MOST);
        if (most < 1) {
            throw GcsFailure.of(
                    400, "invalidParameter", "Invalid unsigned integer value: maxResults must be positive.");
        }
        String start = request.parameter("startOffset").orElse("");
        String after = request.parameter("pageToken").map(ListCalls::lastOf).orElse("");
        var names = bucket.from(start, true);
        var items = new ArrayList<Map<String, Object>>();
        var prefixes = new LinkedHashSet<String>();
        String last = after;
        for (var object : names.values()) {
            String entry = entry(request, object.name());
            if (!isWanted(request, object.name()) || (!after.isEmpty() && isShown(entry, after))) {
                continue;
            }
            boolean known = prefixes.contains(entry);
            if (!known && items.size() + prefixes.size() == most) {
                return answer(request, items, prefixes, last);
            }
            boolean isPrefix = !entry.equals(object.name());
            boolean marker = entry.endsWith(request.parameter("delimiter").orElse("/"))
                    && entry.equals(object.name())
                    && request.parameter("delimiter").isPresent()
                    && entry.length() > request.parameter("prefix").orElse("").length();
            if (isPrefix || marker) {
                prefixes.add(entry);
            }
            if (!isPrefix && (!marker || request.flag("includeTrailingDelimiter"))) {
                items.add(object.resource(bucket.name(), root));
            }
            last = entry;
        }
        return answer(request, items, prefixes, "");
    }

    private static boolean isShown(String entry, String after) {
        return GcsBucket.compare(entry, after) <= 0;
    }

    private static boolean isWanted(GcsRequest request, String name) {
        String end = request.parameter("endOffset").orElse("");
        return name.startsWith(request.parameter("prefix").orElse(""))
                && (end.isEmpty() || GcsBucket.compare(name, end) < 0);
    }

    /// The name, or what of it stands for all names that go on alike behind a delimiter.
    private static String entry(GcsRequest request, String name) {
        String delimiter = request.parameter("delimiter").orElse("");
        String prefix = request.parameter("prefix").orElse("");
        int at = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
        return at < 0 ? name : name.substring(0, at + delimiter.length());
    }

    private static String lastOf(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw GcsFailure.of(400, "invalid", "Invalid Value: pageToken");
        }
    }

    private static GcsAnswer answer(
            GcsRequest request, List<Map<String, Object>> items, Set<String> prefixes, String last) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("kind", "storage#objects");
        if (!last.isEmpty()) {
            answer.put("nextPageToken", Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8)));
        }
        if (!prefixes.isEmpty()) {
            answer.put("prefixes", new ArrayList<>(prefixes));
        }
        if (!items.isEmpty()) {
            answer.put("items", items);
        }
        return request.answer(200, answer);
    }
}
