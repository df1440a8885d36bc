package dev.waybill.domain.sync;

import dev.waybill.port.ObjectKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Which keys a run is about: the patterns of its options, the ignore files of the local side, and never the
/// product's own state.
///
/// It asks for each folder's ignore file once while keys come in order, since the keys of a folder then stand
/// together. What lies in an ignored folder is ignored, whatever a rule further down takes back: as git does.
/// One thread at a time.
final class SyncFilter {
    /// The name of an ignore file.
    static final String IGNORE_FILE = ".waybillignore";

    /// The name of the folder that holds the product's own state.
    static final String STATE_FOLDER = ".waybill";

    private final IgnoreRules include;
    private final IgnoreRules exclude;
    private final FolderRules files;
    private final Deque<Folder> path = new ArrayDeque<>();

    /// A folder on the way to the last key.
    ///
    /// @param prefix empty for the root, else ending in `/`
    /// @param rules of its own ignore file
    /// @param included whether an include pattern matches it or a folder above
    /// @param ignored whether nothing in it counts
    private record Folder(String prefix, IgnoreRules rules, boolean included, boolean ignored) {}

    SyncFilter(SyncOptions options, FolderRules files) {
        include = IgnoreRules.ofPatterns(options.include());
        exclude = IgnoreRules.ofPatterns(options.exclude());
        this.files = files;
    }

    /// Whether the run is about `key`.
    boolean passes(ObjectKey key) {
        String text = key.value();
        Folder folder = enter(text);
        return !folder.ignored
                && (folder.included || matches(include, text, false))
                && !matches(exclude, text, false)
                && !ignoredByFile(text, false);
    }

    private Folder enter(String key) {
        if (path.isEmpty()) {
            path.push(new Folder("", rulesIn(""), include.isEmpty(), false));
        }
        while (!key.startsWith(path.element().prefix)) {
            path.pop();
        }
        Folder folder = path.element();
        for (int slash = key.indexOf('/', folder.prefix.length()); slash >= 0; slash = key.indexOf('/', slash + 1)) {
            folder = open(folder, key.substring(0, slash));
            path.push(folder);
        }
        return folder;
    }

    private Folder open(Folder parent, String name) {
        boolean ignored = parent.ignored
                || name.substring(parent.prefix.length()).equals(STATE_FOLDER)
                || matches(exclude, name, true)
                || ignoredByFile(name, true);
        boolean included = parent.included || matches(include, name, true);
        String prefix = name + '/';
        return new Folder(prefix, ignored ? IgnoreRules.NONE : rulesIn(prefix), included, ignored);
    }

    private IgnoreRules rulesIn(String prefix) {
        return files.text(prefix)
                .map(text -> IgnoreRules.ofFile(prefix + IGNORE_FILE, text))
                .orElse(IgnoreRules.NONE);
    }

    private static boolean matches(IgnoreRules rules, String name, boolean folder) {
        return rules.ignores(name, folder).orElse(false);
    }

    /// The rules of the nearest folder that has any about `name` decide.
    private boolean ignoredByFile(String name, boolean isFolder) {
        for (Folder folder : path) {
            Optional<Boolean> ignored = folder.rules.ignores(name.substring(folder.prefix.length()), isFolder);
            if (ignored.isPresent()) {
                return ignored.get();
            }
        }
        return false;
    }
}
