package dev.waybill.port;

import java.util.Optional;

/// The name of one object in a store.
///
/// A key is
///
/// - 1 to [#MAX_BYTES] bytes of UTF-8,
/// - split by `/` into segments, none of them empty, `.` or `..`,
/// - free of control characters (U+0000–U+001F, U+007F–U+009F) and of unpaired surrogates.
///
/// So `models/a.bin`, ` x`, `a%2Fb` and `C:\x` are keys; `/a`, `a//b`, `a/` and `a/../b` are not. A key is
/// never trimmed, folded or normalised: two keys are equal when their bytes are. Keys sort by their UTF-8
/// bytes, which is code point order and not the order of [String#compareTo].
///
/// @param value the key as text
public record ObjectKey(String value) implements Comparable<ObjectKey> {
    /// The longest key, in bytes of UTF-8. The bound of S3, GCS and Azure Blob (1,024 each).
    public static final int MAX_BYTES = 1024;

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public ObjectKey {
        KeyRules.violation(value).ifPresent(rule -> {
            throw new IllegalArgumentException("not an object key: " + KeyRules.quoted(value) + ": " + rule);
        });
    }

    /// The key `value`.
    ///
    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public static ObjectKey of(String value) {
        return new ObjectKey(value);
    }

    /// The key `value`, or empty if `value` is none: for names that come from a store and may be anything.
    public static Optional<ObjectKey> parse(String value) {
        return KeyRules.violation(value).isPresent() ? Optional.empty() : Optional.of(new ObjectKey(value));
    }

    /// The last segment: `c` of `a/b/c`.
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /// The folder the key lies in: `a/b/` of `a/b/c`, [KeyPrefix#ALL] of `c`.
    public KeyPrefix parent() {
        return new KeyPrefix(value.substring(0, value.lastIndexOf('/') + 1));
    }

    @Override
    public int compareTo(ObjectKey other) {
        return KeyRules.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
