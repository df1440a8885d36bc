package dev.waybill.adapter.azure;

import dev.waybill.port.KeyPrefix;
import dev.waybill.port.NameRules;
import dev.waybill.port.NameTrait;
import dev.waybill.port.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// Keys as the container has them, and back: below a base prefix, if one is configured.
///
/// The rules of names are those of "Naming and referencing containers, blobs, and metadata" in the REST
/// reference: what the service would change or cannot list is refused, since nothing could bring it back.
final class AzureKeys {
    private static final int MAX_SEGMENTS = 254;

    private static final NameRules RULES =
            NameRules.ANY.withTraits(Set.of(NameTrait.NO_DOT_AT_END)).withForbidden("\\\uFFFE\uFFFF");

    private final String base;
    private final NameRules rules;

    /// @param basePrefix as configured; empty for the whole container
    AzureKeys(String basePrefix) {
        int end = basePrefix.length();
        while (end > 0 && basePrefix.charAt(end - 1) == '/') {
            end--;
        }
        this.base = end == 0 ? "" : basePrefix.substring(0, end) + "/";
        int own = (int) base.chars().filter(c -> c == '/').count();
        this.rules = RULES.withMaxSegments(Math.max(1, MAX_SEGMENTS - own));
    }

    /// What every name begins with: empty, or ending in `/`.
    String base() {
        return base;
    }

    /// How long a key may be so that its name keeps the store's bound.
    int maxKeyBytes() {
        return ObjectKey.MAX_BYTES - base.getBytes(StandardCharsets.UTF_8).length;
    }

    /// Which names can be written.
    NameRules rules() {
        return rules;
    }

    /// The container's name for `key`.
    String name(ObjectKey key) {
        return base + key.value();
    }

    /// What the container's names for the keys under `prefix` begin with.
    String name(KeyPrefix prefix) {
        return base + prefix.value();
    }

    /// `name` without the base; the whole of it where nothing would be left.
    String withoutBase(String name) {
        return name.startsWith(base) && name.length() > base.length() ? name.substring(base.length()) : name;
    }

    /// The key whose name this is, or empty if it is none that lies under the base and can be asked for.
    Optional<ObjectKey> key(String name) {
        return name.startsWith(base)
                ? ObjectKey.parse(name.substring(base.length()))
                        .filter(key -> violation(key).isEmpty())
                : Optional.empty();
    }

    /// Why the store can never hold `key`, or give it back, under its name; empty if it can.
    Optional<String> violation(ObjectKey key) {
        String name = name(key);
        if (name.length() > maxKeyBytes() / 4 && name.getBytes(StandardCharsets.UTF_8).length > ObjectKey.MAX_BYTES) {
            return Optional.of("with the prefix " + base + " it has more than " + ObjectKey.MAX_BYTES + " bytes");
        }
        if (name.indexOf('\\') >= 0) {
            return Optional.of("it has a \\, which the service takes for a /");
        }
        return name.indexOf('\uFFFE') >= 0 || name.indexOf('\uFFFF') >= 0
                ? Optional.of("it has U+FFFE or U+FFFF, which no listing can hold")
                : Optional.empty();
    }

    /// Why no object may be written at `key`, beyond [#violation]: others may have found a way to, so that
    /// reading and deleting are tried.
    Optional<String> writeViolation(ObjectKey key) {
        return base.contains("./")
                ? Optional.of("the prefix " + base + " has a dot at the end of a segment, which the service cuts off")
                : rules.violation(key);
    }

    /// `name` as the path of a URL has it: all but unreserved characters and `/` escaped (RFC 3986
    /// section 2.3).
    static String escapePath(String name) {
        return escape(name, true);
    }

    /// `value` as the query of a URL has it.
    static String escapeQuery(String value) {
        return escape(value, false);
    }

    private static String escape(String text, boolean keepSlash) {
        var escaped = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= '0' && b <= '9')
                    || b == '-'
                    || b == '.'
                    || b == '_'
                    || b == '~'
                    || (keepSlash && b == '/');
            if (plain) {
                escaped.append((char) b);
            } else {
                escaped.append('%')
                        .append("0123456789ABCDEF".charAt((b >> 4) & 15))
                        .append("0123456789ABCDEF".charAt(b & 15));
            }
        }
        return escaped.toString();
    }
}
