package dev.waybill.adapter.fs;

import dev.waybill.port.SkippedEntry.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/// What links stand for in a listing.
///
/// @param root the folder of the store, which says whether they are followed
record FollowedLinks(SafeRoot root) {
    /// What the link `name` in the folder `real` stands for.
    ///
    /// @param open whether the listing is in a folder, so that a link to it leads round
    /// @throws FolderReading.Skipped if it stands for nothing
    FolderEntry resolve(Path real, String name, Predicate<Path> open) throws IOException {
        if (!root.followsLinks()) {
            throw new FolderReading.Skipped(Reason.LINK);
        }
        try {
            var names = root.target(real.resolve(name));
            Path target = names.stream().reduce(root.path(), Path::resolve);
            if (real.startsWith(target) || open.test(target)) {
                throw new FolderReading.Skipped(Reason.LINK_LOOP);
            }
            try (Place place = root.find(names, false).orElse(null)) {
                var facts = place == null ? Optional.<FileFacts>empty() : place.stat();
                var there = facts.orElseThrow(() -> new FolderReading.Skipped(Reason.LINK_OUTSIDE));
                return switch (there.kind()) {
                    case FILE -> new FolderEntry(name, there, names);
                    case FOLDER -> new FolderEntry(name + "/", there, names);
                    case LINK -> throw new FolderReading.Skipped(Reason.LINK_OUTSIDE);
                    case SPECIAL -> throw new FolderReading.Skipped(Reason.SPECIAL_FILE);
                };
            }
        } catch (InTheWay e) {
            throw new FolderReading.Skipped(Reason.LINK_OUTSIDE);
        }
    }
}
