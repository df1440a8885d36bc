package dev.waybill.adapter.fs;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which names a file system takes for one: those that differ in the case of letters (APFS, NTFS, FAT, shares
/// of Windows), or in how accents are put together (APFS also where it tells cases apart). Any thread may use it.
///
/// Once a root is known to tell cases apart, names in ASCII cost nothing. Where it does not, the names of a
/// folder are read before a file in it is used, and kept until the folder changes.
final class Spellings {
    private static final Path SELF = Path.of(".");
    private static final int PROBED_NAMES = 64;
    private static final int KEPT_FOLDERS = 16;
    private static final int KEPT_NAMES = 50_000;

    private final Map<Long, Listing> kept = new LinkedHashMap<>();
    private volatile Cases cases = Cases.UNKNOWN;

    private enum Cases {
        UNKNOWN,
        APART,
        ALIKE
    }

    /// The names of a folder as it was changed at `modified`.
    private record Listing(Instant modified, Set<String> names) {}

    /// Finds out about the file system of `root`, unless that is known or nothing in it can tell.
    void learn(Folder root) throws IOException {
        if (cases != Cases.UNKNOWN) {
            return;
        }
        for (String name : names(root, PROBED_NAMES)) {
            String swapped = swapCase(name);
            if (swapped.equals(name) || !FsKeys.isSayable(swapped)) {
                continue;
            }
            if (root.stat(Path.of(swapped)).isPresent()) {
                boolean both = names(root, Integer.MAX_VALUE).containsAll(Set.of(name, swapped));
                cases = both ? Cases.APART : Cases.ALIKE;
                return;
            }
            if (root.stat(Path.of(name)).isPresent()) {
                cases = Cases.APART;
                return;
            }
        }
    }

    /// Whether cases of letters make no difference; empty if that is not known.
    Optional<Boolean> ignoresCase() {
        return switch (cases) {
            case UNKNOWN -> Optional.empty();
            case APART -> Optional.of(false);
            case ALIKE -> Optional.of(true);
        };
    }

    /// Whether it makes no difference in `root` how accents are put together; empty if nothing in it can tell.
    static Optional<Boolean> ignoresForm(Folder root) throws IOException {
        var names = names(root, PROBED_NAMES);
        for (String name : names) {
            String other = otherForm(name);
            if (!other.equals(name) && !names.contains(other) && FsKeys.isSayable(other)) {
                return Optional.of(root.stat(Path.of(other)).isPresent());
            }
        }
        return Optional.empty();
    }

    /// What all names that may be taken for `text` have in common, for a lock on them.
    String common(String text) {
        return cases == Cases.APART && isAscii(text) ? text : fold(text);
    }

    /// The spelling under which `folder` lists the file that it finds as `name`, if that is another one.
    ///
    /// @param facts what is found as `name`
    Optional<String> other(Folder folder, Path name, FileFacts facts) throws IOException {
        String text = name.toString();
        if (!mayDiffer(text) || (cases != Cases.ALIKE && !isFoundOtherwise(folder, text))) {
            return Optional.empty();
        }
        if (listing(folder, text).contains(text) || folder.stat(name).isEmpty()) {
            return Optional.empty();
        }
        String folded = fold(text);
        return Optional.of(listing(folder, text).stream()
                .filter(listed -> fold(listed).equals(folded))
                .findAny()
                .orElse("another name"));
    }

    /// Whether something may be found as `name` that is listed under another one.
    boolean mayDiffer(String name) {
        if (name.equals(".") || FsKeys.isReserved(name)) {
            return false;
        }
        return switch (cases) {
            case ALIKE -> true;
            case APART -> !isAscii(name) && !otherForm(name).equals(name);
            case UNKNOWN -> !isAscii(name) || !swapCase(name).equals(name);
        };
    }

    /// Whether something is found by another spelling too, or that cannot be told, as of one too long. Its
    /// number says nothing: file systems in user space number a file anew for each name they are asked for.
    private static boolean isFoundOtherwise(Folder folder, String name) throws IOException {
        var others = Stream.of(otherForm(name), swapCase(name)).filter(other -> !other.equals(name));
        for (String other : others.toList()) {
            try {
                if (folder.stat(Path.of(other)).isPresent()) {
                    return true;
                }
            } catch (InvalidPathException | FileSystemException cannotBeAsked) {
                return true;
            }
        }
        return false;
    }

    /// The names in `folder`, as they were at some time after its last change if `wanted` is not among them.
    private Set<String> listing(Folder folder, String wanted) throws IOException {
        var facts = folder.stat(SELF);
        long node = facts.map(FileFacts::node).orElse(0L);
        Instant modified = facts.map(FileFacts::modified).orElse(Instant.MIN);
        synchronized (kept) {
            var known = kept.remove(node);
            if (known != null && known.modified.equals(modified) && known.names.contains(wanted)) {
                kept.put(node, known);
                return known.names;
            }
        }
        var names = names(folder, Integer.MAX_VALUE);
        if (node != 0 && names.size() <= KEPT_NAMES) {
            synchronized (kept) {
                kept.put(node, new Listing(modified, names));
                if (kept.size() > KEPT_FOLDERS) {
                    kept.remove(List.copyOf(kept.keySet()).getFirst());
                }
            }
        }
        return names;
    }

    /// The names that stand for files: not those whose bytes are none of the locale.
    private static Set<String> names(Folder folder, int atMost) throws IOException {
        var names = new HashSet<String>();
        try (Folder reading = folder.openFolder(SELF)) {
            for (var found = reading.names(); names.size() < atMost && found.hasNext(); ) {
                Path name = found.next().getFileName();
                if (FsKeys.isFaithful(name, name.toString())) {
                    names.add(name.toString());
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /// The name in the other case: of its ASCII letters, or if it has none, of all.
    static String swapCase(String name) {
        boolean letters = name.chars().anyMatch(c -> c < 0x80 && Character.isLetter(c));
        var swapped = new StringBuilder(name.length());
        name.chars().map(c -> letters && c >= 0x80 ? c : swapCase(c)).forEach(c -> swapped.append((char) c));
        return swapped.toString();
    }

    private static int swapCase(int letter) {
        int upper = Character.toUpperCase(letter);
        return upper == letter ? Character.toLowerCase(letter) : upper;
    }

    private static String otherForm(String name) {
        String composed = Normalizer.normalize(name, Form.NFC);
        return composed.equals(name) ? Normalizer.normalize(name, Form.NFD) : composed;
    }

    private static String fold(String name) {
        return Normalizer.normalize(name, Form.NFD).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
