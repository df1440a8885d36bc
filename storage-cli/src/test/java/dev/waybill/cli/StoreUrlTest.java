package dev.waybill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.domain.config.ConfigurationException;
import dev.waybill.domain.config.RemoteReader;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// URLs of every kind of store that the command has.
class StoreUrlTest {
    private final RemoteReader remotes = new RemoteReader(
            ObjectStorageFactory.ofInstalled(Clock.systemUTC(), StackOptions.DEFAULT)
                    .providers(),
            Map.of());

    @ParameterizedTest
    @CsvSource({
        "s3://bucket/a/b, s3://bucket",
        "gs://bucket/a/b, gs://bucket",
        "gs://bucket, gs://bucket",
        "az://account/container/a/b, az://account/container",
        "az://account/container/, az://account/container",
        "az://account/container, az://account/container",
        "sftp://me@host:2222/srv/data/a.txt, sftp://me@host:2222/srv/data",
        "sftp://host/srv/data/, sftp://host/srv/data",
        "sftp://host/srv, sftp://host/",
        "sftp://host/~/data/a.txt, sftp://host/~/data",
        "sftp://host/~/a.txt, sftp://host/~",
        "sftp://host/~/, sftp://host/~",
        "sftp://host/~, sftp://host/~",
        "sftp://host/a%20b/c%2Fd, sftp://host/a b",
    })
    void a_url_of_something_in_a_store_names_the_store_as_well(String url, String store) {
        URI root = remotes.storeOf(URI.create(url));

        assertThat(remotes.ofUrl(root.toString(), Path.of("")).store().store()).hasToString(store);
        assertThat(url).startsWith(root.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "gs://bucket/a/b, gs://bucket/a/b",
        "az://account/container/a/b, az://account/container/a/b",
        "sftp://me@host:22/srv/data, sftp://me@host:22/srv/data",
    })
    void a_url_of_a_remote_names_all_of_its_path(String url, String store) {
        assertThat(remotes.ofUrl(url, Path.of("")).store().store()).hasToString(store);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "az://account",
                "az://account/",
                "az:///c",
                "gs:///x",
                "sftp://host",
                "sftp:///x",
                "gcs://bucket",
                "xx://y"
            })
    void a_url_of_no_store_is_refused_before_anything_connects(String url) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> remotes.ofUrl(remotes.storeOf(URI.create(url)).toString(), Path.of("")))
                .withMessageContaining(url.substring(0, url.indexOf("://")));
    }
}
