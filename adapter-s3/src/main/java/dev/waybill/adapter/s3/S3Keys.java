package dev.waybill.adapter.s3;

import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Keys as the bucket has them, and back: below a base prefix, if one is configured.
///
/// The rules are those of ABI's adapter, so that both read the same bucket: a `/` at the end of the base is
/// cut, one at its beginning is kept, and base, prefix and key are joined by one `/`.
final class S3Keys {
    private final String base;

    /// @param basePrefix as configured; empty for the whole bucket
    S3Keys(String basePrefix) {
        int end = basePrefix.length();
        while (end > 0 && basePrefix.charAt(end - 1) == '/') {
            end--;
        }
        this.base = end == 0 ? "" : basePrefix.substring(0, end) + "/";
    }

    /// What every name begins with: empty, or ending in `/`.
    String base() {
        return base;
    }

    /// How long a key may be so that its name keeps the store's bound.
    int maxKeyBytes() {
        return ObjectKey.MAX_BYTES - base.getBytes(StandardCharsets.UTF_8).length;
    }

    /// The bucket's name for `key`.
    String name(ObjectKey key) {
        return base + key.value();
    }

    /// What the bucket's names for the keys under `prefix` begin with.
    String name(KeyPrefix prefix) {
        return base + prefix.value();
    }

    /// `name` without the base; the whole of it where nothing would be left.
    String withoutBase(String name) {
        return name.startsWith(base) && name.length() > base.length() ? name.substring(base.length()) : name;
    }

    /// The key whose name this is, or empty if it is none that lies under the base.
    Optional<ObjectKey> key(String name) {
        return name.startsWith(base) ? ObjectKey.parse(name.substring(base.length())) : Optional.empty();
    }
}
