package dev.waybill.domain.sync;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.SkippedEntry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The names at the source that links and special files have: what was synced under them is not deleted. Any
/// number of threads may call it.
///
/// A folder that was moved to a larger disk and replaced by a link to it must not empty the remote.
final class HiddenNames {
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    void add(SkippedEntry entry) {
        boolean hides = switch (entry.reason()) {
            case LINK, LINK_LOOP, LINK_OUTSIDE, SPECIAL_FILE -> true;
            case UNNAMEABLE, FOLDER_MARKER, EMPTY_FOLDER -> false;
        };
        if (hides) {
            String name = entry.name();
            names.add(name.endsWith("/") ? name.substring(0, name.length() - 1) : name);
        }
    }

    /// Whether `key`, or a folder it would lie in, is such a name.
    boolean hides(ObjectKey key) {
        if (names.isEmpty()) {
            return false;
        }
        String text = key.value();
        for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
            if (names.contains(text.substring(0, slash))) {
                return true;
            }
        }
        return names.contains(text);
    }
}
