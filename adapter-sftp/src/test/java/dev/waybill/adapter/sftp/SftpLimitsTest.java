package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.TestSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What servers offer and what they allow: both are used as far as they go.
final class SftpLimitsTest {
    private static final ObjectKey KEY = ObjectKey.of("key");
    private static final byte[] BYTES = TestSources.bytes(300_000, 1);

    @TempDir
    private Path folder;

    private Path root = Path.of("");

    @BeforeEach
    void make_a_root() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
    }

    private static byte[] read(IObjectStorageAdapter store) throws IOException {
        try (var content = store.get(KEY, GetOptions.WHOLE)) {
            return content.stream().readAllBytes();
        }
    }

    private Path serverFolder() throws IOException {
        return Files.createDirectory(folder.resolve("server"));
    }

    @ParameterizedTest
    @CsvSource({"yes, 400000", "no, 100000000"})
    void what_is_sent_is_compressed_where_it_is_asked_for(String compression, long most) throws IOException {
        OpenSshServer.assumeInstalled();
        byte[] even = new byte[4 << 20];
        try (var server = OpenSshServer.start(serverFolder());
                var way = FaultProxy.to("127.0.0.1", server.port());
                var store = server.open(way.port(), root, Map.of("compression", compression))) {
            store.put(KEY, ObjectSource.of(even), PutOptions.DEFAULT);
            assertThat(read(store)).isEqualTo(even);
            var passed = way.statistics();

            assertThat(passed.bytesUp()).isLessThan(most);
            assertThat(passed.bytesDown()).isLessThan(most);
            if (compression.equals("no")) {
                assertThat(passed.bytesUp()).isGreaterThan(even.length);
            }
        }
    }

    @Test
    void a_server_that_does_not_compress_is_used_without() throws IOException {
        OpenSshServer.assumeInstalled();
        try (var server = OpenSshServer.start(serverFolder(), "Compression no");
                var store = server.open(root, Map.of("compression", "yes"))) {
            store.put(KEY, ObjectSource.of(BYTES), PutOptions.DEFAULT);
            assertThat(read(store)).isEqualTo(BYTES);
        }
    }

    @Test
    void a_copy_moves_no_bytes_through_this_process() throws IOException {
        OpenSshServer.assumeInstalled();
        byte[] many = TestSources.bytes(4 << 20, 2);
        try (var server = OpenSshServer.start(serverFolder());
                var way = FaultProxy.to("127.0.0.1", server.port());
                var store = server.open(way.port(), root, Map.of())) {
            Files.write(root.resolve("from"), many);
            store.copy(ObjectKey.of("from"), KEY, CopyOptions.DEFAULT);
            var passed = way.statistics();

            assertThat(Files.readAllBytes(root.resolve("key"))).isEqualTo(many);
            assertThat(passed.bytesUp() + passed.bytesDown()).isLessThan(100_000);
        }
    }

    /// OpenSSH refuses the channels that are more than `MaxSessions`; more connections are then what there is.
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 2, 2", "2, 2, 2"})
    void fewer_conversations_are_had_where_the_server_allows_fewer(int maxSessions, int connections, int had)
            throws IOException {
        OpenSshServer.assumeInstalled();
        var settings = Map.of("connections", Integer.toString(connections), "channels", "4");
        try (var server = OpenSshServer.start(serverFolder(), "MaxSessions " + maxSessions);
                var store = server.open(root, settings)) {
            store.put(KEY, ObjectSource.of(BYTES), PutOptions.DEFAULT);
            var open = openMany(store, 20);
            assertThat(server.sshd().connections()).isEqualTo(had);
            for (var content : open) {
                assertThat(content.stream().readAllBytes()).isEqualTo(BYTES);
                content.close();
            }
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by the callers
    private static List<ObjectContent> openMany(IObjectStorageAdapter store, int count) {
        var open = new ArrayList<ObjectContent>();
        for (int i = 0; i < count; i++) {
            open.add(store.get(KEY, GetOptions.WHOLE));
        }
        return open;
    }

    private static void closeAll(List<ObjectContent> open) throws IOException {
        for (var content : open) {
            content.close();
        }
    }

    @MustBeClosed
    private IObjectStorageAdapter open(MinaServer server, Map<String, String> more) {
        return server.open(root, more);
    }

    @ParameterizedTest
    @CsvSource({"0, 4096, 8192, 4096, 8192", "2048, 4096, 8192, 1536, 1536", "0, 0, 0, 32768, 32768"})
    void no_more_is_asked_for_and_sent_at_once_than_the_server_says(
            long packet, long read, long write, int mostRead, int mostWritten) throws IOException {
        try (var server = MinaServer.start(serverFolder())) {
            var seen = new ToldLimits(packet, read, write, 0).of(server.server());
            try (var store = open(server, Map.of())) {
                store.put(KEY, ObjectSource.of(BYTES), PutOptions.DEFAULT);
                assertThat(read(store)).isEqualTo(BYTES);
            }
            assertThat(seen.longestWrite()).isEqualTo(mostWritten);
            assertThat(seen.longestRead()).isEqualTo(mostRead);
        }
    }

    @Test
    void a_server_that_offers_to_tell_its_limits_and_does_not_is_used_as_one_that_does_not_offer() throws IOException {
        try (var server = MinaServer.start(serverFolder())) {
            var seen = ToldLimits.refused().of(server.server());
            try (var store = open(server, Map.of())) {
                store.put(KEY, ObjectSource.of(BYTES), PutOptions.DEFAULT);
                assertThat(read(store)).isEqualTo(BYTES);
            }
            assertThat(seen.longestWrite()).isEqualTo(32 * 1024);
        }
    }

    @Test
    void more_is_open_at_once_than_one_conversation_may_have() throws IOException {
        try (var server = MinaServer.start(serverFolder())) {
            new ToldLimits(0, 0, 0, 6).of(server.server());
            try (var store = open(server, Map.of("connections", "2", "channels", "4"))) {
                store.put(KEY, ObjectSource.of(BYTES), PutOptions.DEFAULT);
                var open = openMany(store, 24);
                for (var content : open) {
                    assertThat(content.stream().readAllBytes()).isEqualTo(BYTES);
                }
                closeAll(open);
            }
        }
    }

    @Test
    void a_server_that_lets_no_more_be_open_is_busy_until_something_is_closed() throws IOException {
        int handles = 6;
        try (var server = MinaServer.start(serverFolder())) {
            new ToldLimits(0, 0, 0, handles).of(server.server());
            try (var store = open(server, Map.of("connections", "1", "channels", "1"))) {
                store.put(KEY, ObjectSource.of(BYTES), PutOptions.DEFAULT);
                var open = openMany(store, handles - 2);
                assertThatExceptionOfType(StoreUnavailable.class)
                        .isThrownBy(() -> read(store))
                        .withMessageContaining("no more than 6 files")
                        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.BUSY));
                closeAll(open);
                assertThat(read(store)).isEqualTo(BYTES);
            }
        }
    }
}
