package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.DeleteOptions;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.SkippedEntry.Reason;
import dev.waybill.port.StorageException.KeyRejected;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What names a folder holds and lists.
final class FsNamesTest {
    @TempDir
    Path root;

    private FsFixture open() {
        return FsFixture.of(FsConfig.of(root).withFsync(false));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void names_that_are_no_keys_are_told_of_once_each() throws Exception {
        Programs.shell(
                root,
                "printf x > \"$(printf 'bad\\377name')\"; printf x > \"$(printf 'new\\nline')\"; "
                        + "mkdir \"$(printf 'dir\\376')\"; printf x > \"$(printf 'dir\\376')/inside\"; printf x > good");
        try (var store = open()) {
            assertThat(store.keys()).containsExactly("good");
            assertThat(store.skipped()).hasSize(3).allMatch(entry -> entry.reason() == Reason.UNNAMEABLE);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_pipe_is_no_object_and_blocks_nobody() throws Exception {
        Programs.shell(root, "mkfifo pipe; mkdir empty");
        try (var store = open()) {
            store.put("good", "1");

            assertThat(store.keys()).containsExactly("good");
            assertThat(store.skipped())
                    .extracting(entry -> entry.name() + " " + entry.reason())
                    .containsExactlyInAnyOrder("pipe SPECIAL_FILE", "empty/ EMPTY_FOLDER");
            assertThatExceptionOfType(KeyRejected.class).isThrownBy(() -> store.get("pipe"));
            assertThatExceptionOfType(KeyRejected.class).isThrownBy(() -> store.put("pipe", "x"));
            assertThatExceptionOfType(KeyRejected.class).isThrownBy(() -> store.put("pipe/x", "x"));
            assertThat(store.store().stat(ObjectKey.of("pipe/x"))).isEmpty();
        }
    }

    @Test
    void a_segment_of_255_bytes_is_kept_and_one_of_256_is_refused() throws Exception {
        try (var store = open()) {
            String longest = "é".repeat(127) + "x";
            store.put("a/" + longest, "1");

            assertThat(store.keys()).containsExactly("a/" + longest);
            assertThat(store.get("a/" + longest)).isEqualTo("1");
            assertThatExceptionOfType(KeyRejected.class)
                    .isThrownBy(() -> store.put("a/" + longest + "y", "1"))
                    .withMessageContaining("255 bytes");
            assertThat(store.keys(ListOptions.of(KeyPrefix.of("a/" + longest + "y/"))))
                    .isEmpty();
        }
    }

    @Test
    void a_key_of_1024_bytes_below_a_deep_root_is_kept() throws Exception {
        Path deep = root;
        for (int i = 0; i < 14; i++) {
            deep = deep.resolve("d".repeat(250));
        }
        Files.createDirectories(deep);
        try (var store = FsFixture.of(FsConfig.of(deep).withFsync(false))) {
            String key = ("x".repeat(203) + "/").repeat(5) + "abcd";
            store.put(key, "1");

            assertThat(store.keys()).containsExactly(key);
            assertThat(store.get(key)).isEqualTo("1");
            store.store().delete(ObjectKey.of(key), DeleteOptions.ANY);
            assertThat(store.keys()).isEmpty();
        }
    }

    @Test
    void its_own_names_are_never_listed_and_refused_as_keys() throws Exception {
        Files.createDirectories(root.resolve("a/.waybill-tmp-uploads"));
        Files.writeString(root.resolve("a/.waybill-tmp-put-0-x"), "half");
        try (var store = open()) {
            store.put("a/.waybill", "1");

            assertThat(store.keys()).containsExactly("a/.waybill");
            assertThat(store.skipped()).isEmpty();
            for (String key : List.of(".waybill-tmp-x", "a/.waybill-tmp-put-0-x", ".waybill-tmp-uploads/a")) {
                assertThatExceptionOfType(KeyRejected.class)
                        .isThrownBy(() -> store.put(key, "x"))
                        .withMessageContaining("reserved");
                assertThatExceptionOfType(KeyRejected.class).isThrownBy(() -> store.get(key));
            }
        }
    }

    @Test
    void its_own_names_are_refused_in_other_cases_of_letters_too() throws Exception {
        Files.createDirectory(root.resolve(".Waybill-Tmp-users"));
        try (var store = open()) {
            for (String key : List.of(".WAYBILL-TMP-uploads/a/data", "a/.Waybill-tmp-put-0-x")) {
                assertThatExceptionOfType(KeyRejected.class)
                        .isThrownBy(() -> store.put(key, "x"))
                        .withMessageContaining("reserved");
                assertThatExceptionOfType(KeyRejected.class).isThrownBy(() -> store.get(key));
            }
            assertThat(store.skipped()).containsExactly(new SkippedEntry(".Waybill-Tmp-users", Reason.UNNAMEABLE));
        }
    }

    @Test
    void what_windows_cannot_hold_is_refused_there() {
        for (String key : List.of("C:\\x", "a/b:c", "a\\b", "x/nul.txt", "COM1", "a./b", "a ", "q?", "con")) {
            assertThat(FsKeys.violation(key, true)).as(key).isPresent();
            assertThat(FsKeys.violation(key, false)).as(key).isEmpty();
        }
        assertThat(FsKeys.violation("console/.x/a b", true)).isEmpty();
    }
}
