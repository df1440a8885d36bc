package dev.waybill.domain.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Joins the prefix and key of a call to the key in the store. The one place that does.
///
/// Both are split at `/` and their empty pieces dropped: `("/in//", "/w.xlsx")` is `in/w.xlsx`. A leading
/// `storage/` of a prefix is taken off once, since callers name the folder that the store itself is; the
/// prefix `/storage/x` keeps it. What is then no key, such as `../x`, is refused.
final class ServiceKeys {
    /// The order of UTF-8 bytes, of names that need not be keys.
    static final Comparator<String> BY_BYTES =
            (left, right) -> Arrays.compareUnsigned(left.getBytes(UTF_8), right.getBytes(UTF_8));

    private static final String STORAGE = "storage/";

    private ServiceKeys() {}

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    static ObjectKey key(String prefix, String key) {
        if (key.endsWith("/")) {
            throw new IllegalArgumentException("not the key of an object: \"" + key + "\": it ends in /");
        }
        List<String> own = pieces(key);
        if (own.isEmpty()) {
            throw new IllegalArgumentException("not the key of an object: \"" + key + "\": it is empty");
        }
        List<String> all = new ArrayList<>(pieces(withoutStorage(prefix)));
        all.addAll(own);
        return ObjectKey.of(String.join("/", all));
    }

    /// The folder that `prefix` names; none, `""` and `/`, is the whole store.
    ///
    /// @throws IllegalArgumentException naming the value and the rule it breaks
    static KeyPrefix folder(String prefix) {
        List<String> pieces = pieces(withoutStorage(prefix));
        return pieces.isEmpty()
                ? KeyPrefix.ALL
                : KeyPrefix.ofFolder(ObjectKey.of(String.join("/", pieces)).value());
    }

    private static String withoutStorage(String prefix) {
        return prefix.startsWith(STORAGE) ? prefix.substring(STORAGE.length()) : prefix;
    }

    private static List<String> pieces(String text) {
        return List.of(text.split("/", -1)).stream()
                .filter(piece -> !piece.isEmpty())
                .toList();
    }
}
