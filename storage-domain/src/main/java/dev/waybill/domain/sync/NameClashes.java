package dev.waybill.domain.sync;

import dev.waybill.domain.sync.names.RenamedStore;
import dev.waybill.port.NameRules;
import dev.waybill.port.NameTrait;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StoreId;
import java.io.File;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds, of names that one store takes for the same, which it cannot have. One thread at a time.
///
/// Only names in one folder compete, so a tree under two spellings of one folder is one clash. Of a group, what the
/// store has stays; where it has none, the first in key order gets the name. So it is the same in every run, and
/// whatever is done about the others. Names are sorted in bounded memory; only those that clash are kept.
final class NameClashes implements AutoCloseable {
    /// So many names can clash before a run is refused: kept, they take some 30 MiB.
    static final int MOST = 100_000;

    private static final String STATE_FOLDER = SyncFilter.STATE_FOLDER + "/";

    private final StoreId store;
    private final NameRules rules;
    private final int most;
    private final ExternalSort<SiblingName> names;
    private final Map<String, NameClash> clashes = new HashMap<>();
    private final List<SiblingName> open = new ArrayList<>();

    /// @param rules of the store
    NameClashes(StoreId store, NameRules rules) {
        this(store, rules, MOST);
    }

    NameClashes(StoreId store, NameRules rules, int most) {
        this.store = store;
        this.rules = rules;
        this.most = most;
        this.names = new ExternalSort<>(
                SiblingName.ORDER,
                SiblingName.FORM,
                ExternalSort.IN_MEMORY,
                new File(System.getProperty("java.io.tmpdir")));
    }

    /// Takes in a key; in key order.
    ///
    /// @param here whether the store has it
    /// @param there whether the other one does, and would bring it here
    void add(ObjectKey key, boolean here, boolean there) {
        String text = key.value();
        while (!open.isEmpty() && !text.startsWith(open.getLast().path())) {
            names.add(open.removeLast());
        }
        int start = open.isEmpty() ? 0 : open.getLast().path().length();
        open.replaceAll(
                folder -> folder.merged(new SiblingName(folder.parent(), folder.folded(), folder.name(), here, there)));
        for (int slash = text.indexOf('/', start); slash >= 0; slash = text.indexOf('/', start)) {
            open.add(name(text.substring(0, start), text.substring(start, slash + 1), here, there));
            start = slash + 1;
        }
        names.add(name(text.substring(0, start), text.substring(start), here, there));
    }

    private SiblingName name(String parent, String name, boolean here, boolean there) {
        boolean isFolder = name.endsWith("/");
        String folded = rules.fold(isFolder ? name.substring(0, name.length() - 1) : name);
        boolean isState = folded.equals(rules.fold(SyncFilter.STATE_FOLDER));
        if (isState && !name.equals(STATE_FOLDER)) {
            // Waybill may need the folder later, if it is not there by now.
            names.add(new SiblingName(parent, folded, STATE_FOLDER, true, true));
        }
        boolean both = isFolder || rules.has(NameTrait.FOLDERS);
        return new SiblingName(parent, both ? folded : folded + "\0", name, here, there);
    }

    /// Finds the clashes, now that all keys were taken in.
    ///
    /// @param wasSynced whether a file of that path, or with a `/` behind it something in a folder, was synced
    /// @throws SyncRefused.TooManyNamesClash if they are too many
    void find(Predicate<String> wasSynced) {
        while (!open.isEmpty()) {
            names.add(open.removeLast());
        }
        var group = new ArrayList<SiblingName>();
        for (Iterator<SiblingName> sorted = names.sorted(); sorted.hasNext(); ) {
            SiblingName name = sorted.next();
            if (!group.isEmpty() && !group.getLast().isTakenFor(name)) {
                judge(group, wasSynced);
                group.clear();
            }
            if (!group.isEmpty() && group.getLast().name().equals(name.name())) {
                group.add(group.removeLast().merged(name));
            } else {
                group.add(name);
            }
        }
        judge(group, wasSynced);
    }

    private void judge(List<SiblingName> group, Predicate<String> wasSynced) {
        if (group.size() < 2) {
            return;
        }
        SiblingName holder = group.stream()
                .min(Comparator.comparing((SiblingName name) -> !name.here())
                        .thenComparing(name -> !name.there())
                        .thenComparing(SiblingName::name))
                .orElseThrow();
        boolean gives = holder.here() && !holder.there() && wasSynced.test(holder.path());
        Optional<SiblingName> heir = Optional.empty();
        for (SiblingName name : group) {
            if (name.here() || name.equals(holder)) {
                continue;
            }
            if (gives && heir.isEmpty()) {
                clashes.put(name.path(), new NameClash(holder.path(), true));
                heir = Optional.of(name);
            } else {
                clashes.put(name.path(), new NameClash(heir.orElse(holder).path(), false));
            }
        }
        if (clashes.size() > most) {
            throw new SyncRefused.TooManyNamesClash(store, most);
        }
    }

    /// Has `store` give other names to all that would have none, so that they no longer clash.
    void renameIn(RenamedStore store) {
        for (Iterator<Map.Entry<String, NameClash>> each = clashes.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<String, NameClash> clash = each.next();
            if (!clash.getValue().gives()) {
                store.rename(clash.getKey());
                each.remove();
            }
        }
    }

    /// What has the name of `key`, or of a folder it lies in.
    Optional<NameClash> of(ObjectKey key) {
        if (clashes.isEmpty()) {
            return Optional.empty();
        }
        String text = key.value();
        for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
            NameClash clash = clashes.get(text.substring(0, slash + 1));
            if (clash != null) {
                return Optional.of(clash);
            }
        }
        return Optional.ofNullable(clashes.get(text));
    }

    @Override
    public void close() {
        names.close();
    }
}
