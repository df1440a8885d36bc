package dev.waybill.adapter.fs;

import dev.waybill.port.NameRules;
import dev.waybill.port.NameTrait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Finds out which names the file system of a folder holds, by looking alone: nothing is written.
///
/// A name that is there tells, asked for in other letters: one in the folder, else that of the folder itself, or of one
/// around it on the same disk. Where none does, the kind of the file system is believed. What stays unknown is taken to
/// make no difference, so that nothing is refused for nothing; a write is checked all the same.
final class NameProbe {
    private static final Set<String> FAT = Set.of("vfat", "msdos", "fat", "fat32", "exfat", "umsdos");
    private static final Set<String> APPLE = Set.of("apfs", "hfs", "hfsplus");
    private static final String ENCRYPTING = "ecryptfs";

    /// What is left of a name for eCryptfs, which writes it encrypted and in letters.
    private static final int ENCRYPTED_SEGMENT_BYTES = 143;

    private static final String FORBIDDEN_ON_FAT = "\"*:<>?|\\";

    private NameProbe() {}

    /// The rules of names in `root`.
    static NameRules of(SafeRoot root) {
        Path folder = existing(root.path());
        String kind = kind(folder);
        NameRules rules = FsKeys.rules();
        Set<NameTrait> traits = EnumSet.copyOf(rules.traits());
        boolean ignoresCase =
                root.ignoresCase().or(() -> ignoresCase(folder, kind)).orElse(isCaseless(kind));
        if (ignoresCase) {
            traits.add(NameTrait.IGNORES_CASE);
        } else {
            traits.remove(NameTrait.IGNORES_CASE);
        }
        if (root.ignoresForm().orElse(APPLE.contains(kind))) {
            traits.add(NameTrait.IGNORES_FORM);
        }
        if (FAT.contains(kind)) {
            traits.addAll(Set.of(NameTrait.NO_DOT_AT_END, NameTrait.NO_SPACE_AT_END));
            rules = rules.withForbidden(FORBIDDEN_ON_FAT);
        }
        return rules.withTraits(traits)
                .withMaxSegmentBytes(kind.equals(ENCRYPTING) ? ENCRYPTED_SEGMENT_BYTES : rules.maxSegmentBytes());
    }

    private static boolean isCaseless(String kind) {
        return FAT.contains(kind) || APPLE.contains(kind) || FsKeys.rules().has(NameTrait.IGNORES_CASE);
    }

    private static Path existing(Path folder) {
        Path existing = folder;
        while (!Files.isDirectory(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    private static String kind(Path folder) {
        try {
            return Files.getFileStore(folder).type().toLowerCase(Locale.ROOT);
        } catch (IOException | SecurityException unknown) {
            return "";
        }
    }

    /// Whether `folder`, or one around it on the same file system, is found by other letters too; empty if none can
    /// tell.
    private static Optional<Boolean> ignoresCase(Path folder, String kind) {
        for (Path at = folder; at.getParent() != null; at = at.getParent()) {
            if (!kind(at.getParent()).equals(kind)) {
                return Optional.empty();
            }
            String name = at.getFileName().toString();
            String swapped = Spellings.swapCase(name);
            if (!swapped.equals(name) && FsKeys.isSayable(swapped)) {
                return Optional.of(isSame(at, at.resolveSibling(swapped)));
            }
        }
        return Optional.empty();
    }

    private static boolean isSame(Path folder, Path other) {
        try {
            return Files.isSameFile(folder, other);
        } catch (IOException notThere) {
            return false;
        }
    }
}
