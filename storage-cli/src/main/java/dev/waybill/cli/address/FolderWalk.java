package dev.waybill.cli.address;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capability;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.SkippedEntry;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Reads what lies in a folder of a store, directly or in all folders below. One thread.
public final class FolderWalk {
    /// After so many objects of one folder below, the listing starts anew behind that folder: one request instead of
    /// one for every page of it.
    private static final int SKIPPED_AT_MOST = 1000;

    /// Sorts behind every other character.
    private static final String LAST_CHARACTER = "\uDBFF\uDFFF";

    private final Location folder;
    private final KeyPrefix prefix;
    private final Map<SkippedEntry.Reason, Long> skipped = new EnumMap<>(SkippedEntry.Reason.class);
    private final Set<String> seen = new HashSet<>();
    private Consumer<SkippedEntry> onSkipped = entry -> {};
    private int inLastFolder;

    /// Is given what a walk meets.
    @FunctionalInterface
    public interface Visitor<T> {
        /// Takes what was met.
        ///
        /// @throws InterruptedException if it waited and the walk is to be broken off
        void visit(T met) throws InterruptedException;
    }

    /// @param folder what is to be read
    public FolderWalk(Location folder) {
        this.folder = folder;
        this.prefix = folder.folder();
    }

    /// Tells, too, of what is met that is not an object with a key.
    public FolderWalk telling(Consumer<SkippedEntry> listener) {
        onSkipped = listener;
        return this;
    }

    /// Gives every object in the folder and below, in the store's order.
    ///
    /// @return how many there were
    public long objects(Visitor<ObjectMetadata> visitor) throws InterruptedException {
        long count = 0;
        try (Stream<ObjectMetadata> objects = list(Optional.empty())) {
            for (Iterator<ObjectMetadata> i = objects.iterator(); i.hasNext(); ) {
                visitor.visit(i.next());
                count++;
            }
        }
        return count;
    }

    /// Gives every entry that lies directly in the folder.
    ///
    /// @return how many there were
    public long entries(Visitor<FolderEntry> visitor) throws InterruptedException {
        long count = 0;
        Optional<ObjectKey> from = Optional.empty();
        do {
            Page page = page(from, visitor);
            count += page.entries;
            from = page.goOnAfter;
        } while (from.isPresent());
        return count;
    }

    /// What was met that is not an object with a key.
    public Map<SkippedEntry.Reason, Long> skipped() {
        return skipped;
    }

    /// What `key` is called from the folder on.
    public String relative(ObjectKey key) {
        return key.value().substring(prefix.value().length());
    }

    private record Page(long entries, Optional<ObjectKey> goOnAfter) {}

    private Page page(Optional<ObjectKey> from, Visitor<FolderEntry> visitor) throws InterruptedException {
        long count = 0;
        try (Stream<ObjectMetadata> objects = list(from)) {
            for (Iterator<ObjectMetadata> i = objects.iterator(); i.hasNext(); ) {
                ObjectMetadata object = i.next();
                String name = relative(object.key());
                int slash = name.indexOf('/');
                if (slash < 0) {
                    visitor.visit(new FolderEntry.Item(name, object));
                    count++;
                    continue;
                }
                String child = name.substring(0, slash);
                if (seen.add(child)) {
                    visitor.visit(new FolderEntry.Folder(child));
                    count++;
                    inLastFolder = 0;
                } else if (++inLastFolder == SKIPPED_AT_MOST && canSkip()) {
                    Optional<ObjectKey> behind = ObjectKey.parse(prefix.value() + child + "/" + LAST_CHARACTER);
                    if (behind.isPresent()) {
                        return new Page(count, behind);
                    }
                }
            }
        }
        return new Page(count, Optional.empty());
    }

    private boolean canSkip() {
        return folder.store().capabilities().has(Capability.KEY_ORDER);
    }

    @MustBeClosed
    private Stream<ObjectMetadata> list(Optional<ObjectKey> from) {
        ListOptions options = ListOptions.of(prefix).withOnSkipped(this::skip);
        return folder.store().list(from.map(options::withStartAfter).orElse(options));
    }

    private void skip(SkippedEntry entry) {
        skipped.merge(entry.reason(), 1L, Long::sum);
        onSkipped.accept(entry);
    }
}
