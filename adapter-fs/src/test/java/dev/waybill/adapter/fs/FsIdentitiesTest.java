package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.FileIdentity;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A file is known again while its bytes are what they were.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its file systems have no numbers for files that Java tells")
class FsIdentitiesTest {
    @TempDir
    private Path folder;

    private FsFixture fixture;
    private FsIdentities identities;

    @BeforeEach
    void open_the_folder() {
        fixture = FsFixture.of(FsConfig.of(folder));
        identities = new FsIdentities(new SafeRoot(FsConfig.of(folder)));
    }

    @AfterEach
    void close_the_folder() {
        fixture.close();
    }

    private ObjectMetadata stat(String key) {
        return fixture.store().stat(ObjectKey.of(key)).orElseThrow();
    }

    private FileIdentity identity(String key) {
        return identities.of(stat(key)).orElseThrow();
    }

    @Test
    void an_untouched_file_has_the_same_identity_each_time_and_another_file_another() {
        fixture.put("in/a", "one");
        fixture.put("in/b", "one");

        assertThat(identity("in/a")).isEqualTo(identity("in/a"));
        assertThat(identity("in/a").file()).isNotEqualTo(identity("in/b").file());
        assertThat(identity("in/a").size()).isEqualTo(3);
        assertThat(identity("in/a").modified()).isEqualTo(stat("in/a").modified());
    }

    @Test
    void an_edit_in_place_with_the_old_time_put_back_changes_the_identity_and_not_the_token() throws IOException {
        fixture.put("a", "one");
        ObjectMetadata listed = stat("a");
        FileIdentity before = identity("a");
        Path file = folder.resolve("a");
        var time = Files.getLastModifiedTime(file);
        FileIdentity after = before;
        // The clock that files are stamped with may not have gone on by the first time.
        for (int i = 0; i < 1_000_000 && after.equals(before); i++) {
            Files.writeString(file, i % 2 == 0 ? "two" : "six");
            Files.setLastModifiedTime(file, time);
            after = identity("a");
        }

        assertThat(stat("a").etag()).isEqualTo(listed.etag());
        assertThat(after).isNotEqualTo(before);
        assertThat(after.touched()).isAfter(before.touched());
    }

    @Test
    void a_version_that_is_no_longer_there_has_none() throws IOException {
        fixture.put("a", "one");
        ObjectMetadata listed = stat("a");
        fixture.put("a", "three");
        assertThat(identities.of(listed)).isEqualTo(Optional.empty());

        Files.delete(folder.resolve("a"));
        assertThat(identities.of(listed)).isEqualTo(Optional.empty());
    }
}
