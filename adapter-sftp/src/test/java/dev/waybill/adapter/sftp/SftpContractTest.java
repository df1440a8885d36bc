package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.NameRules;
import dev.waybill.port.NameTrait;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UploadLimits;
import dev.waybill.testkit.Deviation;
import dev.waybill.testkit.ObjectStorageContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The contract against one server, each test in a folder of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SftpContractTest extends ObjectStorageContract {
    /// What is had by hard links and by renaming in place of a file.
    static final Set<Capability> BY_LINKS_AND_RENAMING =
            Set.of(Capability.PUT_IF_ABSENT, Capability.CONDITIONAL_COMPLETE, Capability.ATOMIC_REPLACE);

    private Path files = Path.of("");
    private Optional<SftpServer> server = Optional.empty();
    private Path root = Path.of("");

    /// Starts the server.
    abstract SftpServer start(Path folder) throws IOException;

    /// What it can do beyond what all can.
    abstract Set<Capability> more();

    /// What it is known to do otherwise than a folder.
    abstract Set<Deviation> moreDeviations();

    @BeforeAll
    void start_the_server(@TempDir Path folder) throws IOException {
        files = folder;
        server = Optional.of(start(Files.createDirectory(files.resolve("server"))));
    }

    @AfterAll
    void stop_the_server() {
        server.ifPresent(SftpServer::close);
    }

    @AfterEach
    void nothing_of_its_own_is_left(TestInfo test) throws IOException {
        if (test.getDisplayName().contains("closed")) {
            return; // Who is cut off cannot clear up; the next writer does.
        }
        try (var left = Files.walk(root)) {
            assertThat(left.map(path -> path.getFileName().toString()).toList())
                    .noneMatch(name -> name.startsWith(SftpKeys.RESERVED + "put-"))
                    .noneMatch(name -> name.startsWith(SftpKeys.RESERVED + "old-"));
        }
    }

    @Override
    @MustBeClosed
    protected IObjectStorageAdapter openEmptyStore() throws IOException {
        root = Files.createTempDirectory(files, "root");
        return openSecondClient();
    }

    @Override
    @MustBeClosed
    protected IObjectStorageAdapter openSecondClient() {
        return server.orElseThrow().open(root, Map.of());
    }

    @Override
    protected Capabilities expectedCapabilities() {
        var flags = EnumSet.of(Capability.KEY_ORDER, Capability.RESUMABLE_UPLOAD);
        flags.addAll(more());
        return new Capabilities(
                flags,
                ObjectKey.MAX_BYTES,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Optional.of(Duration.ofSeconds(1)),
                EnumSet.allOf(ChecksumAlgorithm.class),
                EnumSet.of(ChecksumAlgorithm.CRC32C),
                Optional.of(new UploadLimits(4096, 1L << 40, 100_000)),
                NameRules.ANY
                        .withTraits(Set.of(NameTrait.FOLDERS))
                        .withMaxSegmentBytes(255)
                        .withReserved(List.of(".waybill-tmp-"), List.of()));
    }

    @Override
    protected Set<Deviation> expectedDeviations() {
        var deviations = EnumSet.of(Deviation.KEY_AND_FOLDER_EXCLUDE_EACH_OTHER);
        deviations.addAll(moreDeviations());
        return deviations;
    }

    @Override
    protected OptionalInt maxSegmentBytes() {
        return OptionalInt.of(255);
    }

    /// Version 3 of SFTP counts seconds from 1970.
    @Override
    @Test
    public void a_time_of_the_content_before_1970_is_kept() {
        try (var client = openSecondClient()) {
            var options = PutOptions.DEFAULT.withContentModified(Instant.parse("1969-07-20T20:17:40.250Z"));
            client.put(ObjectKey.of("key"), ObjectSource.of(new byte[1]), options);

            assertThat(client.stat(ObjectKey.of("key")).orElseThrow().contentModified())
                    .contains(Instant.EPOCH);
        }
    }
}
