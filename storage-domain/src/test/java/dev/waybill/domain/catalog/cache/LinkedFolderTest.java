package dev.waybill.domain.catalog.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.port.ObjectKey;
import dev.waybill.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are links to contents, in a folder that they must not lead out of.
class LinkedFolderTest {
    @TempDir
    private Path root;

    private Path content;
    private Path folder;
    private LinkedFolder links;

    @BeforeEach
    void write() throws IOException {
        content = Files.writeString(root.resolve("content"), "bytes");
        folder = Files.createDirectory(root.resolve("folder"));
        links = new LinkedFolder(folder, new ManualClock(Instant.EPOCH));
    }

    @Test
    void a_content_gets_a_name_below_folders_that_are_made() {
        assertThat(links.link(content, new ObjectKey("a/b/c"), false)).isTrue();

        assertThat(folder.resolve("a/b/c")).hasContent("bytes");
        assertThat(links.isLink(content, new ObjectKey("a/b/c"))).isTrue();
        assertThat(links.isLink(content, new ObjectKey("a/b"))).isFalse();
        assertThat(links.isLink(content, new ObjectKey("a/d"))).isFalse();
    }

    @Test
    void another_file_gives_way_only_where_it_is_to() throws IOException {
        Files.writeString(folder.resolve("mine"), "mine");

        assertThatThrownBy(() -> links.link(content, new ObjectKey("mine"), false))
                .isInstanceOf(ArtifactFailure.Refused.class)
                .hasMessageContaining("mine");
        assertThat(folder.resolve("mine")).hasContent("mine");
        assertThat(links.link(content, new ObjectKey("mine"), true)).isTrue();
        assertThat(folder.resolve("mine")).hasContent("bytes");
        assertThat(CacheScene.files(folder)).hasSize(1);
    }

    @Test
    void the_same_link_once_more_leaves_nothing_behind() {
        links.link(content, new ObjectKey("a"), true);
        links.link(content, new ObjectKey("a"), true);

        assertThat(CacheScene.files(folder)).containsExactly(folder.resolve("a"));
    }

    @Test
    void a_folder_never_gives_way() throws IOException {
        Files.createDirectories(folder.resolve("a/b"));

        assertThatThrownBy(() -> links.link(content, new ObjectKey("a"), true))
                .isInstanceOf(ArtifactFailure.Refused.class);
        assertThat(folder.resolve("a/b")).isDirectory();
    }

    @Test
    void a_link_on_the_way_leads_nowhere_else() throws IOException {
        Path outside = Files.createDirectory(root.resolve("outside"));
        Files.createSymbolicLink(folder.resolve("out"), outside);
        Files.createSymbolicLink(folder.resolve("file"), content);

        assertThatThrownBy(() -> links.link(content, new ObjectKey("out/passwd"), true))
                .isInstanceOf(ArtifactFailure.Refused.class)
                .hasMessageContaining("file or link");
        assertThat(outside).isEmptyDirectory();
        assertThat(links.isLink(content, new ObjectKey("file"))).isFalse();
        links.link(content, new ObjectKey("file"), true);
        assertThat(Files.isSymbolicLink(folder.resolve("file"))).isFalse();
    }

    @Test
    void names_that_unfinished_writes_have_are_refused() {
        assertThatThrownBy(() -> links.link(content, new ObjectKey("a/.waybill-locks"), true))
                .isInstanceOf(ArtifactFailure.Refused.class);
    }

    @Test
    void where_no_link_can_be_made_that_is_said_and_nothing_done() {
        assertThat(links.link(root.resolve("nothing"), new ObjectKey("a"), false))
                .isFalse();
        assertThat(folder).isEmptyDirectory();
    }
}
