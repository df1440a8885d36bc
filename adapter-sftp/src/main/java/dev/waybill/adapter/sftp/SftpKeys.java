package dev.waybill.adapter.sftp;

import dev.waybill.port.KeyPrefix;
import dev.waybill.port.NameRules;
import dev.waybill.port.NameTrait;
import dev.waybill.port.ObjectKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Keys and names on the server: a segment of a key is the name of a file or folder, byte for byte in UTF-8.
final class SftpKeys {
    /// What the names of this adapter's own files begin with, as in a local folder: never listed, and refused
    /// in keys.
    static final String RESERVED = ".waybill-tmp-";

    /// The longest name that the file systems of servers hold, in bytes.
    static final int MAX_SEGMENT_BYTES = 255;

    /// What holds on every server. What its file system does with cases of letters the protocol does not tell.
    static final NameRules RULES = NameRules.ANY
            .withTraits(Set.of(NameTrait.FOLDERS))
            .withMaxSegmentBytes(MAX_SEGMENT_BYTES)
            .withReserved(List.of(RESERVED), List.of());

    /// Texts by their bytes in UTF-8, unsigned, which is the order of their code points.
    static final Comparator<String> ORDER = SftpKeys::compare;

    private SftpKeys() {}

    /// The rule that `path`, segments with `/` between them, breaks as names on a server, if any.
    static Optional<String> violation(String path) {
        return RULES.violation(path);
    }

    /// Whether `name` could be one of this adapter's own, in any case of letters: some servers make no
    /// difference between them.
    static boolean isReserved(String name) {
        return name.regionMatches(true, 0, RESERVED, 0, RESERVED.length());
    }

    /// The folders around a key, outermost first, as beginnings of keys without their last `/`.
    static List<String> folders(ObjectKey key) {
        var folders = new ArrayList<String>();
        String value = key.value();
        for (int slash = value.indexOf('/'); slash >= 0; slash = value.indexOf('/', slash + 1)) {
            folders.add(value.substring(0, slash));
        }
        return folders;
    }

    /// The innermost folder that all keys under the prefix lie in, with its `/`; empty for the root.
    static String folderOf(KeyPrefix prefix) {
        return prefix.value().substring(0, prefix.value().lastIndexOf('/') + 1);
    }

    private static int compare(String left, String right) {
        int at = 0;
        int shorter = Math.min(left.length(), right.length());
        while (at < shorter && left.charAt(at) == right.charAt(at)) {
            at++;
        }
        if (at == shorter) {
            return Integer.compare(left.length(), right.length());
        }
        // Surrogates stand for code points above all others, whatever their own number.
        return Integer.compare(rank(left.charAt(at)), rank(right.charAt(at)));
    }

    private static int rank(char unit) {
        return Character.isSurrogate(unit) ? unit + (1 << Character.SIZE) : unit;
    }
}
