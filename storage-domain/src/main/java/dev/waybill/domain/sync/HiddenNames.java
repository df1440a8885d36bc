package dev.waybill.domain.sync;

import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.SkippedEntry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

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
            names.add(name(entry));
        }
    }

    /// The name of `entry` as a key has it, also where it is shown as that of a folder.
    static String name(SkippedEntry entry) {
        String name = entry.name();
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    /// Whether `key`, or a folder it would lie in, is such a name in `store` now.
    static boolean isHidden(IObjectStorageAdapter store, ObjectKey key) {
        var names = new HiddenNames();
        String text = key.value();
        for (int end = text.indexOf('/'); end >= 0; end = text.indexOf('/', end + 1)) {
            names.look(store, text.substring(0, end));
        }
        names.look(store, text);
        return names.hides(key);
    }

    /// A name is the first of all that begin with it, so no more than that is listed.
    private void look(IObjectStorageAdapter store, String name) {
        try (Stream<ObjectMetadata> listed =
                store.list(ListOptions.of(KeyPrefix.of(name)).withOnSkipped(this::add))) {
            boolean unused = listed.findFirst().isPresent();
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
