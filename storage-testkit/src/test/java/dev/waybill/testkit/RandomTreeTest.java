package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.waybill.port.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomTreeTest {
    private static final int PART = 1000;

    private final ObjectTree tree = ObjectTree.EMPTY.after(RandomTree.grow(7, 60, PART));

    @Test
    void one_seed_gives_one_tree() {
        assertThat(RandomTree.grow(7, 60, PART)).isEqualTo(RandomTree.grow(7, 60, PART));
        assertThat(RandomTree.grow(8, 60, PART)).isNotEqualTo(RandomTree.grow(7, 60, PART));
        assertThat(RandomTree.edit(7, tree, 20, PART)).isEqualTo(RandomTree.edit(7, tree, 20, PART));
    }

    @Test
    void sizes_lie_around_the_part_size() {
        assertThat(tree.objects().values())
                .extracting(ObjectTree.Content::size)
                .contains(0, 1, PART - 1, PART, PART + 1, 2 * PART + 7);
    }

    @Test
    void no_key_is_a_folder_of_another() {
        for (var key : tree.objects().keySet()) {
            assertThat(tree.objects().keySet()).noneMatch(other -> other.value().startsWith(key.value() + "/"));
        }
    }

    @Test
    void edits_of_every_kind_come_and_change_the_tree() {
        var edits = RandomTree.edit(7, tree, 60, PART);

        assertThat(edits)
                .hasAtLeastOneElementOfType(TreeEdit.Put.class)
                .hasAtLeastOneElementOfType(TreeEdit.Delete.class)
                .hasAtLeastOneElementOfType(TreeEdit.Rename.class)
                .hasAtLeastOneElementOfType(TreeEdit.Touch.class);
        assertThat(tree.after(edits)).isNotEqualTo(tree);
    }

    @Test
    void a_renamed_object_keeps_its_content() {
        var from = ObjectKey.of("from");
        var content = new ObjectTree.Content(5, 1, Instant.EPOCH);
        var to = ObjectKey.of("folder/to");
        var renamed = ObjectTree.EMPTY.after(List.of(new TreeEdit.Put(from, content), new TreeEdit.Rename(from, to)));

        assertThat(renamed.objects()).containsOnlyKeys(to).containsValue(content);
    }

    @Test
    void an_edit_that_makes_no_sense_does_nothing() {
        var absent = ObjectKey.of("not/there");
        var inTheWay = tree.objects().firstKey();
        var below = ObjectKey.of(inTheWay.value() + "/below");

        assertThat(tree.after(new TreeEdit.Delete(absent))).isEqualTo(tree);
        assertThat(tree.after(new TreeEdit.Touch(absent, Instant.EPOCH))).isEqualTo(tree);
        assertThat(tree.after(new TreeEdit.Rename(absent, below))).isEqualTo(tree);
        assertThat(tree.after(new TreeEdit.Put(below, new ObjectTree.Content(1, 1, Instant.EPOCH))))
                .isEqualTo(tree);
    }

    @Test
    void a_tree_is_written_to_a_store_and_edited_there() throws IOException {
        var edited = tree.after(RandomTree.edit(9, tree, 30, PART));
        try (var adapter = new InMemoryAdapter(Clock.systemUTC())) {
            var store = new StoreUnderTest(adapter);
            tree.writeTo(adapter, ObjectTree.EMPTY);
            edited.writeTo(adapter, tree);

            assertThat(store.keys())
                    .isEqualTo(edited.objects().keySet().stream()
                            .map(ObjectKey::value)
                            .toList());
            for (var entry : edited.objects().entrySet()) {
                assertThat(store.read(entry.getKey().value()))
                        .isEqualTo(entry.getValue().bytes());
                assertThat(store.stat(entry.getKey().value()).orElseThrow().contentModified())
                        .contains(entry.getValue().modified());
            }
        }
    }

    @Test
    void a_tree_is_written_to_a_folder_and_edited_there(@TempDir Path folder) throws IOException {
        var edited = tree.after(RandomTree.edit(9, tree, 30, PART));
        tree.writeTo(folder, ObjectTree.EMPTY);
        edited.writeTo(folder, tree);

        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(edited.objects().keySet().stream()
                            .map(ObjectKey::value)
                            .toList());
        }
        for (var entry : edited.objects().entrySet()) {
            var file = folder.resolve(entry.getKey().value());
            assertThat(file).hasBinaryContent(entry.getValue().bytes());
            assertThat(Files.getLastModifiedTime(file).toInstant())
                    .isEqualTo(entry.getValue().modified());
        }
    }

    @Test
    void a_failing_list_of_edits_shrinks_to_what_it_needs() {
        var edits = RandomTree.grow(3, 40, PART);
        var needed = List.of(edits.get(5), edits.get(31));

        assertThat(RandomTree.smallest(edits, candidate -> candidate.containsAll(needed)))
                .isEqualTo(needed);
        assertThat(RandomTree.smallest(edits, candidate -> candidate.size() >= 3))
                .hasSize(3);
        assertThat(RandomTree.smallest(edits, candidate -> true)).isEmpty();
    }

    @Test
    void edits_that_do_not_fail_cannot_be_made_smaller() {
        var edits = RandomTree.grow(3, 4, PART);

        assertThatIllegalArgumentException().isThrownBy(() -> RandomTree.smallest(edits, candidate -> false));
    }

    @Test
    void every_seed_gives_a_tree_that_fits_into_folders() {
        IntStream.range(0, 50).forEach(seed -> {
            var grown = ObjectTree.EMPTY.after(RandomTree.grow(seed, 30, PART));
            var edited = grown.after(RandomTree.edit(seed, grown, 30, PART));
            assertThat(edited.objects().keySet())
                    .allMatch(key -> edited.objects().keySet().stream()
                            .noneMatch(other -> other.value().startsWith(key.value() + "/")));
        });
    }
}
