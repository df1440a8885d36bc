package dev.waybill.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @Test
    void a_prefix_covers_keys_by_their_text_and_not_by_folders() {
        assertThat(KeyPrefix.of("a").covers(ObjectKey.of("ab"))).isTrue();
        assertThat(KeyPrefix.of("a/").covers(ObjectKey.of("ab"))).isFalse();
        assertThat(KeyPrefix.ofFolder("a").covers(ObjectKey.of("a/b"))).isTrue();
        assertThat(KeyPrefix.ALL.covers(ObjectKey.of("a"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "a//", "../", "a/./b", "\u0000"})
    void what_no_key_begins_with_is_no_prefix(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> KeyPrefix.of(text));
    }

    @Test
    void a_prefix_may_end_within_a_segment() {
        assertThat(KeyPrefix.of("a/..").covers(ObjectKey.of("a/..b"))).isTrue();
        assertThat(KeyPrefix.of("a/..").isFolder()).isFalse();
    }

    @Test
    void an_etag_is_kept_without_its_quotes() {
        assertThat(Etag.ofHeader("\"abc\"")).contains(new Etag("abc"));
        assertThat(Etag.ofHeader("abc")).contains(new Etag("abc"));
        assertThat(new Etag("abc").toHeader()).isEqualTo("\"abc\"");
        assertThatIllegalArgumentException().isThrownBy(() -> new Etag("\"abc\""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Etag(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Etag("*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"abc\"", "", "\"\"", "*", "a\"b", "\"a\nb\""})
    void a_header_without_a_strong_token_gives_no_etag(String header) {
        assertThat(Etag.ofHeader(header)).isEmpty();
    }

    @Test
    void a_store_id_holds_no_password() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StoreId("sftp", "ada:hunter2@host/root"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
        assertThatIllegalArgumentException().isThrownBy(() -> new StoreId("sftp", "ada:hunt/er2@host/root"));
        assertThat(new StoreId("sftp", "ada@host:22/root")).hasToString("sftp://ada@host:22/root");
        assertThat(new StoreId("file", "/C:/data@2024")).hasToString("file:///C:/data@2024");
        assertThatIllegalArgumentException().isThrownBy(() -> new StoreId("s3", ""));
    }

    @Test
    void a_secret_shows_itself_only_when_asked() {
        var secret = Secret.of("hunter2");
        assertThat(secret).hasToString("***").isEqualTo(Secret.of("hunter2")).isNotEqualTo(Secret.of("other"));
        assertThat(secret.reveal()).isEqualTo("hunter2");
    }

    @Test
    void user_metadata_is_bounded_as_stores_bound_it() {
        assertThat(writable("k", "v".repeat(1791)).userMetadata().entries()).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> writable("k", "v".repeat(1792)));
        assertThat(writable("k", "\u00E9".repeat(298)).userMetadata().entries()).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> writable("k", "\u00E9".repeat(299)));
        assertThatIllegalArgumentException().isThrownBy(() -> writable("k", "a\nb"));
        assertThatIllegalArgumentException().isThrownBy(() -> writable("k", "\uD83D"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mtime", "waybill-x", "Upper", "", "1a", "a.b"})
    void names_that_not_every_store_keeps_are_refused_on_writing(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writable(name, "1"))
                .withMessageContaining(name);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CopyOptions.DEFAULT.withUserMetadata(UserMetadata.of(Map.of(name, "1"))));
        assertThat(UserMetadata.of(Map.of(name, "1")).entries()).containsKey(name);
    }

    @Test
    void a_media_type_has_no_control_characters() {
        assertThatIllegalArgumentException().isThrownBy(() -> PutOptions.DEFAULT.withContentType("text/plain\r\nx: y"));
    }

    private static PutOptions writable(String name, String value) {
        return PutOptions.DEFAULT.withUserMetadata(UserMetadata.of(Map.of(name, value)));
    }

    @Test
    void an_upload_takes_its_checksum_at_completion_only() {
        var checksum = ContentHasher.hash(ChecksumAlgorithm.CRC32C, new byte[0]);
        var options = PutOptions.DEFAULT.withChecksum(checksum);
        assertThatIllegalArgumentException().isThrownBy(() -> UploadRequest.start(ObjectKey.of("a"), options, 1));
    }

    @Test
    void a_store_failure_is_not_serialized_without_its_store() {
        var failure = new StorageException.ObjectNotFound(new StoreId("file", "/x"), ObjectKey.of("a"), null);
        assertThat(failure).hasMessage("no object a in file:///x");
        assertThatThrownBy(() -> new ObjectOutputStream(OutputStream.nullOutputStream()).writeObject(failure))
                .isInstanceOf(NotSerializableException.class);
    }

    @Test
    void part_sizes_grow_so_that_the_object_fits() {
        var limits = new UploadLimits(5 << 20, 5L << 30, 10_000);
        assertThat(limits.partBytesFor(1, 8 << 20)).isEqualTo(8 << 20);
        assertThat(limits.partBytesFor(1, 1)).isEqualTo(5 << 20);
        assertThat(limits.partBytesFor(1, Long.MAX_VALUE)).isEqualTo(5L << 30);
        long fiveTebibytes = 5L << 40;
        long part = limits.partBytesFor(fiveTebibytes, 8 << 20);
        assertThat(part % (1 << 20)).isZero();
        assertThat(Math.ceilDiv(fiveTebibytes, part)).isLessThanOrEqualTo(10_000);
        assertThatIllegalArgumentException().isThrownBy(() -> limits.partBytesFor(Long.MAX_VALUE, 1));
    }
}
