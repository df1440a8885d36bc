package dev.waybill.domain.sync;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// What the local version of a conflict is called: its name, this machine's, and the time of its content. The same
/// version has the same name in every run, so that one that was broken off is gone on with and makes no second copy.
///
/// @param host this machine's name
record ConflictNames(String host) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int MAX_HOST = 40;

    /// The longest name that every common file system takes.
    private static final int MAX_NAME_BYTES = 255;

    /// Leaves of `host` what a name can have everywhere.
    ConflictNames {
        String plain = host.replaceAll("[^A-Za-z0-9-]+", "-").replaceAll("^-+|-+$", "");
        String known = plain.isEmpty() ? "unknown" : plain;
        host = known.substring(0, Math.min(known.length(), MAX_HOST));
    }

    /// The name of a version; empty if it would be longer than `maxKeyBytes`.
    ///
    /// @param number tells names apart of which the earlier ones are taken; 1 is not shown
    Optional<ObjectKey> of(ObjectMetadata version, int number, int maxKeyBytes) {
        String key = version.key().value();
        int slash = key.lastIndexOf('/') + 1;
        String suffix = ".conflict-" + host + '-'
                + TIME.format(version.contentModified().orElse(version.modified()))
                + (number == 1 ? "" : "-" + number);
        String name = shortened(key.substring(slash), MAX_NAME_BYTES - suffix.length());
        return ObjectKey.parse(key.substring(0, slash) + name + suffix)
                .filter(whole -> bytes(whole.value()) <= maxKeyBytes);
    }

    private static String shortened(String name, int maxBytes) {
        String left = name;
        while (bytes(left) > maxBytes) {
            left = left.substring(0, left.offsetByCodePoints(left.length(), -1));
        }
        return left;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
