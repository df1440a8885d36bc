package dev.waybill.adapter.fs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Removes what a process left that was killed while it wrote: at once if it is known to be dead, as one of this
/// machine is, else a day later. Any thread may use it.
///
/// A folder is looked through when it is first written to, and the root with it; so no more than the folders
/// that are in use are ever read, each once.
final class StaleFiles {
    static final Duration AGE = Duration.ofHours(24);

    private static final int MAX_NAMES = 10_000;
    private static final int MAX_FOLDERS = 10_000;

    private final Clock clock;
    private final Presence presence;
    private final Set<Path> seen = ConcurrentHashMap.newKeySet();

    StaleFiles(Clock clock, Presence presence) {
        this.clock = clock;
        this.presence = presence;
    }

    /// Looks through the place's folder, if this is the first time.
    void sweep(Place place) {
        Path path = place.path();
        if (seen.size() >= MAX_FOLDERS || !seen.add(path)) {
            return;
        }
        Instant limit = clock.instant().minus(AGE);
        Path self = Path.of(".");
        try (Folder folder = place.folder().openFolder(self)) {
            Iterator<Path> names = folder.names();
            for (int i = 0; i < MAX_NAMES && names.hasNext(); i++) {
                Path name = names.next().getFileName();
                if (name.toString().equals(TempNames.LOCKS)) {
                    place.takeOverLocks();
                } else if (name.toString().startsWith(FsKeys.RESERVED)) {
                    removeIfStale(folder, name, limit);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException unreadable) {
            // What is left over costs room and nothing else; the write itself will tell what is wrong.
            return;
        }
    }

    private void removeIfStale(Folder folder, Path name, Instant limit) throws IOException {
        String text = name.toString();
        var begun = TempNames.begun(text);
        if (begun.isEmpty() && !TempNames.isLock(text) && !TempNames.isFolder(text)) {
            return;
        }
        var facts = folder.stat(name);
        boolean old = begun.map(limit::isAfter).orElse(true)
                && facts.filter(f -> limit.isAfter(f.modified())).isPresent();
        boolean stale = old
                || (facts.isPresent()
                        && TempNames.owner(text).filter(presence::isDead).isPresent());
        if (stale && facts.orElseThrow().kind() == FileFacts.Kind.FOLDER) {
            folder.deleteFolder(name);
        } else if (stale) {
            folder.deleteFile(name);
        }
    }
}
