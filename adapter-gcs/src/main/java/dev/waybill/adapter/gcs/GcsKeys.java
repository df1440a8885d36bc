package dev.waybill.adapter.gcs;

import dev.waybill.port.KeyPrefix;
import dev.waybill.port.NameRules;
import dev.waybill.port.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Keys as the bucket has them, and back: below a base prefix, if one is configured, and beside what the adapter
/// keeps there itself.
///
/// A `/` at the end of the base is cut, one at its beginning is kept, and base and key are joined by one `/`.
final class GcsKeys {
    /// What the adapter's own objects lie under, below the base.
    static final String RESERVED = ".waybill-uploads/";

    private static final String CHALLENGE = ".well-known/acme-challenge/";

    private final String base;

    /// @param basePrefix as configured; empty for the whole bucket
    GcsKeys(String basePrefix) {
        String trimmed = basePrefix.replaceFirst("/+$", "");
        this.base = trimmed.isEmpty() ? "" : trimmed + "/";
    }

    /// What every name begins with: empty, or ending in `/`.
    String base() {
        return base;
    }

    /// How long a key may be so that its name keeps the store's bound.
    int maxKeyBytes() {
        return ObjectKey.MAX_BYTES - base.getBytes(StandardCharsets.UTF_8).length;
    }

    /// Which names it takes.
    NameRules rules() {
        return NameRules.ANY.withReserved(List.of(), base.isEmpty() ? List.of(RESERVED, CHALLENGE) : List.of(RESERVED));
    }

    /// The rule that `key` breaks, if it is none that the store takes.
    Optional<String> violation(ObjectKey key) {
        if (key.value().startsWith(RESERVED)) {
            return Optional.of("names under " + RESERVED + " are the adapter's own");
        }
        String name = name(key);
        if (name.startsWith(CHALLENGE)) {
            return Optional.of("Cloud Storage takes no names under " + CHALLENGE);
        }
        boolean mayBeLong = name.length() > ObjectKey.MAX_BYTES / 4;
        if (mayBeLong && name.getBytes(StandardCharsets.UTF_8).length > ObjectKey.MAX_BYTES) {
            return Optional.of("with the prefix " + base + " it has more than " + ObjectKey.MAX_BYTES + " bytes");
        }
        return Optional.empty();
    }

    /// The bucket's name for `key`.
    String name(ObjectKey key) {
        return base + key.value();
    }

    /// What the bucket's names for the keys under `prefix` begin with.
    String name(KeyPrefix prefix) {
        return base + prefix.value();
    }

    /// Whether a name in the bucket is the adapter's own.
    boolean isReserved(String name) {
        return name.startsWith(RESERVED, base.length()) && name.startsWith(base);
    }

    /// `name` without the base; the whole of it where nothing would be left.
    String withoutBase(String name) {
        return name.startsWith(base) && name.length() > base.length() ? name.substring(base.length()) : name;
    }

    /// The key whose name this is, or empty if it is none that lies under the base.
    Optional<ObjectKey> key(String name) {
        return name.startsWith(base) ? ObjectKey.parse(name.substring(base.length())) : Optional.empty();
    }

    /// Where the mark of the upload `id` lies.
    String mark(String id) {
        return marks() + id;
    }

    /// What the names of all marks begin with.
    String marks() {
        return base + RESERVED + "open/";
    }

    /// What the names of everything that belongs to the upload `id` begin with, but of its mark.
    String parts(String id) {
        return base + RESERVED + "parts/" + id + "/";
    }
}
