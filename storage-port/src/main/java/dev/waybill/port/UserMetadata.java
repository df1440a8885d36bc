package dev.waybill.port;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Names and values that are kept with an object. What a store gives may break the rules for writing, which
/// [PutOptions] and [CopyOptions] check by [#requireWritable].
///
/// @param entries the values by name, sorted by name
public record UserMetadata(Map<String, String> entries) {
    /// The most that names and values may take on writing: the 2 KiB of S3, less what adapters keep there
    /// themselves.
    public static final int MAX_BYTES = 1792;

    /// What names begin with that adapters keep for themselves.
    public static final String RESERVED = "waybill-";

    /// The entry under which object stores keep [PutOptions#contentModified], in decimal seconds since 1970;
    /// the name and form that rclone uses.
    public static final String MTIME = "mtime";

    /// No metadata.
    public static final UserMetadata EMPTY = new UserMetadata(Map.of());

    /// Copies the entries.
    public UserMetadata {
        entries = Collections.unmodifiableMap(new TreeMap<>(entries));
    }

    /// Metadata of these entries.
    public static UserMetadata of(Map<String, String> entries) {
        return entries.isEmpty() ? EMPTY : new UserMetadata(entries);
    }

    /// Whether there is no entry.
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /// This, if every store that keeps metadata can keep it:
    ///
    /// - names are 1 to 128 lower-case letters, digits, `-` or `_`, beginning with a letter, and neither
    ///   [#MTIME] nor beginning with [#RESERVED];
    /// - values are text without control characters and unpaired surrogates;
    /// - all take at most [#MAX_BYTES], a character that is a space, a `%` or not printable ASCII counting
    ///   three for each byte of its UTF-8, since adapters may have to encode it so.
    ///
    /// @throws IllegalArgumentException naming the entry and the rule it breaks
    public UserMetadata requireWritable() {
        int bytes = 0;
        for (var entry : entries.entrySet()) {
            requireName(entry.getKey());
            bytes += entry.getKey().length() + encodedBytes(entry.getKey(), entry.getValue());
        }
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "user metadata takes " + bytes + " bytes, more than the " + MAX_BYTES + " that stores keep");
        }
        return this;
    }

    private static void requireName(String name) {
        if (!name.matches("[a-z][a-z0-9_-]{0,127}")) {
            throw new IllegalArgumentException("not a metadata name: " + KeyRules.quoted(name)
                    + ": it must be 1 to 128 lower-case letters, digits, - or _, beginning with a letter");
        }
        if (name.equals(MTIME) || name.startsWith(RESERVED)) {
            throw new IllegalArgumentException(
                    "metadata name " + name + " is reserved; a time goes into contentModified");
        }
    }

    private static int encodedBytes(String name, String value) {
        int bytes = 0;
        for (int i = 0; i < value.length(); ) {
            int c = value.codePointAt(i);
            if (Character.isISOControl(c) || (c <= Character.MAX_VALUE && Character.isSurrogate((char) c))) {
                throw new IllegalArgumentException("metadata " + name + " has the value " + KeyRules.quoted(value)
                        + ": it must not have control characters or unpaired surrogates");
            }
            boolean plain = c > ' ' && c < 0x7F && c != '%';
            bytes += plain ? 1 : c < 0x80 ? 3 : c < 0x800 ? 6 : c < 0x10000 ? 9 : 12;
            i += Character.charCount(c);
        }
        return bytes;
    }
}
