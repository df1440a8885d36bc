package dev.waybill.adapter.fs;

import dev.waybill.port.NameRules;
import dev.waybill.port.NameTrait;
import dev.waybill.port.ObjectKey;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Keys and file names: a segment of a key is the name of a file or folder, byte for byte in UTF-8.
final class FsKeys {
    /// What the names of this adapter's own files begin with: never listed, and refused in keys.
    static final String RESERVED = ".waybill-tmp-";

    /// The longest name that Linux and macOS file systems hold, in bytes.
    static final int MAX_SEGMENT_BYTES = 255;

    /// What to do about names that this process cannot say.
    static final String LOCALE_RULE = "this process's locale has no bytes for a character of it; set LC_ALL=C.UTF-8";

    private static final NameRules ANYWHERE = NameRules.ANY
            .withTraits(Set.of(NameTrait.FOLDERS))
            .withMaxSegmentBytes(MAX_SEGMENT_BYTES)
            .withReserved(List.of(RESERVED), List.of());

    private static final NameRules WINDOWS = ANYWHERE.withTraits(EnumSet.of(
                    NameTrait.FOLDERS,
                    NameTrait.IGNORES_CASE,
                    NameTrait.NO_DOT_AT_END,
                    NameTrait.NO_SPACE_AT_END,
                    NameTrait.NO_DEVICES))
            .withForbidden("\\:*?\"<>|");

    private static final char REPLACEMENT = '\uFFFD';

    private FsKeys() {}

    /// The rule that `key` breaks as the name of a file here, if any.
    static Optional<String> violation(ObjectKey key) {
        return violation(key.value());
    }

    /// The rule that `path`, segments with `/` between them, breaks as names here, if any.
    static Optional<String> violation(String path) {
        return violation(path, File.separatorChar == '\\');
    }

    static Optional<String> violation(String path, boolean windows) {
        return rules(windows).violation(path).or(() -> isSayable(path) ? Optional.empty() : Optional.of(LOCALE_RULE));
    }

    /// The rules of names that hold on every file system.
    static NameRules rules() {
        return rules(File.separatorChar == '\\');
    }

    private static NameRules rules(boolean windows) {
        return windows ? WINDOWS : ANYWHERE;
    }

    /// Whether `name` could be one of this adapter's own, in any case of letters: many file systems make no
    /// difference between them.
    static boolean isReserved(String name) {
        return name.regionMatches(true, 0, RESERVED, 0, RESERVED.length());
    }

    /// Whether this process can ask for a file of the name `text`: its locale has bytes for all of it.
    static boolean isSayable(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return true;
        }
        try {
            var unused = Path.of(text);
            return true;
        } catch (InvalidPathException unencodable) {
            return false;
        }
    }

    /// The segments of `key`, which breaks no rule, as names of files.
    static List<Path> names(ObjectKey key) {
        return names(key.value());
    }

    static List<Path> names(String path) {
        var names = new ArrayList<Path>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                names.add(Path.of(segment));
            }
        }
        return names;
    }

    /// Whether the text of `name` stands for its bytes: not where they are none of the locale, as of UTF-8.
    static boolean isFaithful(Path name, String text) {
        return text.indexOf(REPLACEMENT) < 0
                || (isSayable(text) && Path.of(text).equals(name));
    }

    /// Compares texts as their UTF-8 bytes, unsigned; [String#compareTo] does for texts without surrogates.
    static int compare(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char l = left.charAt(i);
            char r = right.charAt(i);
            if (l != r) {
                boolean surrogate = Character.isSurrogate(l);
                return surrogate == Character.isSurrogate(r) ? Character.compare(l, r) : surrogate ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
