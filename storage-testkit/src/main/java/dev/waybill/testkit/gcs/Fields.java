package dev.waybill.testkit.gcs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `fields` parameter: which part of an answer is wanted (Cloud Storage JSON API, "Partial responses"), as in
/// `nextPageToken,items(name,size),owner/entity`.
final class Fields {
    private final Map<String, Fields> wanted = new LinkedHashMap<>();

    /// Reads the parameter.
    ///
    /// @throws GcsFailure if it is malformed
    static Fields of(String text) {
        var at = new int[1];
        var fields = list(text, at);
        if (at[0] != text.length()) {
            throw malformed(text);
        }
        return fields;
    }

    private static Fields list(String text, int[] at) {
        var fields = new Fields();
        do {
            fields.one(text, at);
        } while (at[0] < text.length() && text.charAt(at[0]) == ',' && ++at[0] > 0);
        return fields;
    }

    private void one(String text, int[] at) {
        int start = at[0];
        while (at[0] < text.length() && "/,()".indexOf(text.charAt(at[0])) < 0) {
            at[0]++;
        }
        String name = text.substring(start, at[0]);
        if (name.isEmpty()) {
            throw malformed(text);
        }
        var below = wanted.computeIfAbsent(name, key -> new Fields());
        char next = at[0] < text.length() ? text.charAt(at[0]) : ',';
        if (next == '/') {
            at[0]++;
            below.one(text, at);
        } else if (next == '(') {
            at[0]++;
            below.wanted.putAll(list(text, at).wanted);
            if (at[0] >= text.length() || text.charAt(at[0]++) != ')') {
                throw malformed(text);
            }
        }
    }

    private static GcsFailure malformed(String text) {
        return GcsFailure.of(400, "invalidParameter", "Invalid field selection " + text);
    }

    /// `value` with nothing in it but what is wanted.
    @Nullable
    Object of(@Nullable Object value) {
        if (wanted.isEmpty() || wanted.containsKey("*")) {
            return value;
        }
        if (value instanceof List<?> list) {
            var items = new ArrayList<@Nullable Object>();
            list.forEach(item -> items.add(of(item)));
            return items;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        var kept = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((name, member) -> {
            var below = wanted.get(String.valueOf(name));
            if (below != null) {
                kept.put(String.valueOf(name), below.of(member));
            }
        });
        return kept;
    }
}
