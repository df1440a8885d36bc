package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.waybill.port.DeleteOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.KeyRejected;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Names on file systems that make no difference between cases of letters, as they really are: FAT, and exFAT,
/// which needs no kernel that knows it. Both need root, and are skipped without.
@EnabledOnOs(OS.LINUX)
final class FsCaselessDiskTest {
    /// Of the names that the contract tries, those by which such disks differ from others.
    private static final List<String> NAMES = List.of(
            "a b",
            "a  b",
            " a",
            ".hidden",
            "..two",
            "%46",
            "a%2Fb",
            "a+b",
            "a=b;c",
            "{}[]()",
            "CON",
            "nul.txt",
            "ß",
            "ss",
            "ı",
            "東京/大阪",
            "\uD83D\uDCA1",
            "a\u200Bb",
            "x/y/z",
            "K",
            "\u03C3",
            "\u03C2");

    /// Names that FAT takes none of.
    private static final List<String> NOT_ON_FAT = List.of("a:b", "a*b", "a?b", "a\"b", "a<b>", "a|b", "a\\b", "C:\\x");

    @TempDir
    Path folder;

    private final List<List<String>> undo = new ArrayList<>();

    @AfterEach
    void unmount() throws Exception {
        for (var command : undo.reversed()) {
            assertThat(Programs.run(command.toArray(String[]::new)))
                    .as(String.join(" ", command))
                    .isTrue();
        }
    }

    private FsFixture open(String make, String... mount) throws Exception {
        Path image = folder.resolve("image");
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(16 << 20);
        }
        assumeTrue(Programs.run(make, image.toString()), "needs " + make);
        var device = Programs.output("losetup", "--find", "--show", image.toString());
        assumeTrue(device.isPresent(), "a loop device needs root");
        undo.add(List.of("losetup", "--detach", device.get()));
        var command = new ArrayList<>(List.of(mount));
        command.addAll(List.of(device.get(), mounted.toString()));
        assumeTrue(Programs.run(command.toArray(String[]::new)), "cannot be mounted here: " + mount[0]);
        undo.add(List.of("umount", mounted.toString()));
        return FsFixture.of(FsConfig.of(mounted).withFsync(false));
    }

    private FsFixture openFat() throws Exception {
        return open("mkfs.vfat", "mount", "-t", "vfat", "-o", "utf8=1");
    }

    private FsFixture openExFat() throws Exception {
        return open("mkfs.exfat", "mount.exfat-fuse");
    }

    @Test
    void fat_keeps_other_cases_apart() throws Exception {
        try (var store = openFat()) {
            assertCasesApart(store);
        }
    }

    /// What is deleted the kernel finds for a second more by another spelling, so nothing is deleted here.
    @Test
    void exfat_lets_no_object_be_replaced_or_read_under_another_case() throws Exception {
        try (var store = openExFat()) {
            for (String key : List.of("Readme", "a/Readme", "b/Folder/c", "Zürich")) {
                String other = key.toUpperCase(Locale.ROOT);
                store.put(key, "old");

                assertThatExceptionOfType(KeyRejected.class).isThrownBy(() -> store.put(other, "new"));
                assertThat(store.store().stat(ObjectKey.of(other))).isEmpty();
                store.store().delete(ObjectKey.of(other), DeleteOptions.ANY);
                assertThat(store.get(key)).isEqualTo("old");
            }
            assertThat(store.keys()).containsExactly("Readme", "Zürich", "a/Readme", "b/Folder/c");
        }
    }

    @Test
    void fat_keeps_names_as_they_are_or_refuses_them() throws Exception {
        try (var store = openFat()) {
            assertKeptOrRefused(store);
        }
    }

    @Test
    void exfat_keeps_names_as_they_are_or_refuses_them() throws Exception {
        try (var store = openExFat()) {
            assertKeptOrRefused(store);
        }
    }

    private static void assertCasesApart(FsFixture store) throws Exception {
        FsSpellingsTest.assertKeptApart(store, "Readme", "README");
        FsSpellingsTest.assertKeptApart(store, "a/Readme", "a/README");
        FsSpellingsTest.assertKeptApart(store, "a/Folder/b", "a/folder/b");
        FsSpellingsTest.assertKeptApart(store, "Zürich", "ZÜRICH");
    }

    private static void assertKeptOrRefused(FsFixture store) throws Exception {
        for (String name : NAMES) {
            store.put(name, "of " + name);
            assertThat(store.get(name)).as(name).isEqualTo("of " + name);
            assertThat(store.keys()).as(name).containsExactly(name);
            store.store().delete(ObjectKey.of(name), DeleteOptions.ANY);
            assertThat(store.keys()).as(name).isEmpty();
        }
        for (String name : NOT_ON_FAT) {
            assertThat(accepts(store, name)).as(name).isFalse();
            assertThat(store.keys()).as(name).isEmpty();
        }
        assertThat(store.skipped()).isEmpty();
    }

    private static boolean accepts(FsFixture store, String name) {
        try {
            store.put(name, "x");
            return true;
        } catch (StorageException refused) {
            return false;
        }
    }
}
