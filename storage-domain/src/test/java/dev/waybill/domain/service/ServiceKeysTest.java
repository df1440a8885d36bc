package dev.waybill.domain.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceKeysTest {
    @ParameterizedTest
    @CsvSource({
        "'',              a,             a",
        "'/',             a,             a",
        "in,              w.xlsx,        in/w.xlsx",
        "/in//,           /w.xlsx,       in/w.xlsx",
        "a//b,            c/d,           a/b/c/d",
        "storage/in,      x,             in/x",
        "storage/,        x,             x",
        "storage,         x,             storage/x",
        "/storage/in,     x,             storage/in/x",
        "storage/storage/in, x,          storage/in/x",
        "a/storage/b,     x,             a/storage/b/x",
        "' a ',           ' b ',         ' a / b '",
    })
    void prefix_and_key_are_joined_with_one_slash(String prefix, String key, String joined) {
        assertThat(ServiceKeys.key(prefix, key).value()).isEqualTo(joined);
    }

    @ParameterizedTest
    @CsvSource({"a, ''", "a, /", "a, b/", "a, ..", "../a, b", "a/../.., b", "., a", "a, ./b", "'', ''", "a, 'b\u0007'"})
    void what_is_no_key_is_refused(String prefix, String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> ServiceKeys.key(prefix, key));
    }

    @ParameterizedTest
    @CsvSource({"'',''", "/,''", "//,''", "storage/,''", "storage,storage/", "a,a/", "/a//b/,a/b/", "storage/a/,a/"})
    void a_prefix_names_a_folder(String prefix, String folder) {
        assertThat(ServiceKeys.folder(prefix).value()).isEqualTo(folder);
    }

    @ParameterizedTest
    @CsvSource({"..", "../x", "a/../..", "storage/../x", "./a"})
    void a_prefix_that_leaves_the_store_is_refused(String prefix) {
        assertThatIllegalArgumentException().isThrownBy(() -> ServiceKeys.folder(prefix));
    }
}
