package dev.waybill.port;

/// The beginning of keys: a plain string prefix, not a folder.
///
/// `a` covers `a`, `a/b` and `ab`; `a/` covers `a/b` only. A prefix is empty ([#ALL]) or up to
/// [ObjectKey#MAX_BYTES] bytes of UTF-8 under the rules of [ObjectKey], but that its last segment may be
/// empty (`a/`), `.` or `..` (`a/..`), since a longer key may go on from there (`a/..b`).
///
/// @param value the prefix as text
public record KeyPrefix(String value) {
    /// The prefix of every key.
    public static final KeyPrefix ALL = new KeyPrefix("");

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public KeyPrefix {
        KeyRules.prefixViolation(value).ifPresent(rule -> {
            throw new IllegalArgumentException("not a key prefix: " + KeyRules.quoted(value) + ": " + rule);
        });
    }

    /// The prefix `value`; empty text is [#ALL].
    ///
    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public static KeyPrefix of(String value) {
        return value.isEmpty() ? ALL : new KeyPrefix(value);
    }

    /// The prefix of what lies in the folder `path`: `a/b` and `a/b/` give `a/b/`, empty text gives [#ALL].
    ///
    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public static KeyPrefix ofFolder(String path) {
        return path.isEmpty() || path.endsWith("/") ? of(path) : of(path + "/");
    }

    /// Whether `key` begins with this prefix.
    public boolean covers(ObjectKey key) {
        return key.value().startsWith(value);
    }

    /// Whether this prefix ends where a segment ends: it is empty, or its last character is `/`.
    public boolean isFolder() {
        return value.isEmpty() || value.endsWith("/");
    }

    /// The key whose text is this prefix followed by `rest`.
    ///
    /// @throws IllegalArgumentException if the two together are no key
    public ObjectKey key(String rest) {
        return new ObjectKey(value + rest);
    }

    @Override
    public String toString() {
        return value;
    }
}
