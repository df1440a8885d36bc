package dev.waybill.adapter.sftp;

import dev.waybill.port.ObjectKey;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Removes what a process left that was killed while it wrote. Any thread may use it.
///
/// A folder is looked through after it is first written to; so no more than the folders that are in use are
/// read, each once, and of large ones only the beginning.
final class StaleFiles {
    private static final int MAX_NAMES = 10_000;
    private static final int MAX_FOLDERS = 10_000;

    private final Clock clock;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    StaleFiles(Clock clock) {
        this.clock = clock;
    }

    /// Whether the folder of `key` was written to before.
    boolean hasSeen(ObjectKey key) {
        return seen.contains(key.parent().value());
    }

    /// Looks through the folder of `key`, if this is the first time. What is left over costs room and nothing
    /// else, so nothing that goes wrong here matters.
    void sweep(Call call, ObjectKey key) {
        String folder = key.parent().value();
        if (seen.size() >= MAX_FOLDERS || !seen.add(folder)) {
            return;
        }
        var now = clock.instant();
        var removals = new ArrayList<Pending>();
        try (var reading = FolderReading.of(call, folder)) {
            int names = 0;
            for (var some = reading.next(); !some.isEmpty() && names < MAX_NAMES; some = reading.next()) {
                names += some.size();
                for (var entry : some) {
                    if (entry.isName() && entry.facts().isFile() && TempNames.isStale(entry.name(), now)) {
                        removals.add(call.send(Request.remove(call.path(folder + entry.name()))));
                    }
                }
            }
            // The connection may end with this call, and what the server has not read by then is lost.
            for (var removal : removals) {
                var unused = removal.await();
            }
        } catch (IOException unreadable) {
            return;
        }
    }
}
