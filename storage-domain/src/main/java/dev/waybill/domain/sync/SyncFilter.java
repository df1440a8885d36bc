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
    /// @param hidden why nothing in it counts, if that is so
    /// @param ruled whether an ignore file of it or of a folder above has rules
    private record Folder(
            String prefix, IgnoreRules rules, boolean included, Optional<HiddenBy> hidden, boolean ruled) {
        static Folder root(IgnoreRules rules, boolean included) {
            return new Folder("", rules, included, Optional.empty(), !rules.isEmpty());
        }

        Folder child(String name, IgnoreRules own, boolean isIncluded, Optional<HiddenBy> why) {
            return new Folder(name, own, isIncluded, why, ruled || !own.isEmpty());
        }
    }

    SyncFilter(SyncOptions options, FolderRules files) {
        include = IgnoreRules.ofPatterns(options.include());
        exclude = IgnoreRules.ofPatterns(options.exclude());
        this.files = files;
    }

    /// Whether the run is about `key`.
    boolean passes(ObjectKey key) {
        return hidden(key).isEmpty();
    }

    /// What keeps the run from `key`; empty if it is about it.
    Optional<HiddenBy> hidden(ObjectKey key) {
        String text = key.value();
        Folder folder = enter(text);
        if (folder.hidden.isPresent()) {
            return folder.hidden;
        }
        if (folder.included && !folder.ruled && exclude.isEmpty()) {
            return Optional.empty();
        }
        if (!folder.included && !matches(include, text, false)) {
            return Optional.of(new HiddenBy(HiddenBy.Rule.NOT_INCLUDED, text, "", 0, ""));
        }
        return excluded(text, false).or(() -> ignoredByFile(text, false));
    }

    private Folder enter(String key) {
        if (path.isEmpty()) {
            path.push(Folder.root(rulesIn(""), include.isEmpty()));
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
        Optional<HiddenBy> hidden = parent.hidden
                .or(() -> stateFolder(parent, name))
                .or(() -> excluded(name, true))
                .or(() -> ignoredByFile(name, true));
        boolean included = parent.included || matches(include, name, true);
        String prefix = name + '/';
        return parent.child(prefix, hidden.isPresent() ? IgnoreRules.NONE : rulesIn(prefix), included, hidden);
    }

    private static Optional<HiddenBy> stateFolder(Folder parent, String name) {
        return name.substring(parent.prefix.length()).equals(STATE_FOLDER)
                ? Optional.of(new HiddenBy(HiddenBy.Rule.STATE_FOLDER, name, "", 0, ""))
                : Optional.empty();
    }

    private Optional<HiddenBy> excluded(String name, boolean folder) {
        return exclude.match(name, folder)
                .filter(IgnoreRules.Rule::ignores)
                .map(rule -> new HiddenBy(HiddenBy.Rule.EXCLUDE, name, "", rule.line(), rule.pattern()));
    }

    private IgnoreRules rulesIn(String prefix) {
        return files.text(prefix)
                .map(text -> IgnoreRules.ofFile(prefix + IGNORE_FILE, text))
                .orElse(IgnoreRules.NONE);
    }

    private static boolean matches(IgnoreRules rules, String name, boolean folder) {
        return rules.match(name, folder).filter(IgnoreRules.Rule::ignores).isPresent();
    }

    /// The rules of the nearest folder that has any about `name` decide.
    private Optional<HiddenBy> ignoredByFile(String name, boolean isFolder) {
        for (Folder folder : path) {
            Optional<IgnoreRules.Rule> rule = folder.rules.match(name.substring(folder.prefix.length()), isFolder);
            if (rule.isPresent()) {
                return rule.filter(IgnoreRules.Rule::ignores)
                        .map(found -> new HiddenBy(
                                HiddenBy.Rule.IGNORE_FILE,
                                name,
                                folder.prefix + IGNORE_FILE,
                                found.line(),
                                found.pattern()));
            }
        }
        return Optional.empty();
    }
}
