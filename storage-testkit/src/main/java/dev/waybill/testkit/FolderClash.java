package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.KeyRejected;
import java.io.IOException;

/// What [Deviation#KEY_AND_FOLDER_EXCLUDE_EACH_OTHER] asserts.
final class FolderClash {
    private FolderClash() {}

    static void assertRefused(StoreUnderTest store) throws IOException {
        store.putAll("a", "b/c");

        assertThatExceptionOfType(KeyRejected.class)
                .isThrownBy(() -> store.put("a/b", "x"))
                .satisfies(e -> assertThat(e.key()).contains(ObjectKey.of("a/b")));
        assertThatExceptionOfType(KeyRejected.class).isThrownBy(() -> store.put("a/b/c", "x"));
        assertThatExceptionOfType(KeyRejected.class)
                .isThrownBy(() -> store.put("b", "x"))
                .satisfies(e -> assertThat(e.key()).contains(ObjectKey.of("b")));
        assertThat(store.text("a")).isEqualTo("of a");
        assertThat(store.text("b/c")).isEqualTo("of b/c");
        assertThat(store.stat("a/b")).isEmpty();
        assertThat(store.keys()).containsExactlyInAnyOrder("a", "b/c");
    }
}
