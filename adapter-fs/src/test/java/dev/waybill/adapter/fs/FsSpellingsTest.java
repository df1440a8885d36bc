package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.CopyOptions;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.NameRules;
import dev.waybill.port.NameTrait;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.KeyRejected;
import dev.waybill.port.StorageException.ObjectNotFound;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Names that a file system takes for one are different keys still, of which it holds one.
final class FsSpellingsTest {
    @TempDir
    Path root;

    private final AtomicInteger looks = new AtomicInteger();
    private boolean numbersNames;

    /// A file system that keeps the spelling of names, but finds them by any that `fold` makes equal.
    private final class Folding extends ForwardingFolder {
        private final UnaryOperator<String> fold;

        Folding(Folder inner, UnaryOperator<String> fold) {
            super(inner);
            this.fold = fold;
        }

        @Override
        ForwardingFolder around(Folder folder, Path name) {
            return new Folding(folder, fold);
        }

        private Path real(Path name) throws IOException {
            if (name.equals(Path.of("."))) {
                return name;
            }
            try (Folder reading = inner.openFolder(Path.of("."))) {
                for (var names = reading.names(); names.hasNext(); ) {
                    Path listed = names.next().getFileName();
                    if (fold.apply(listed.toString()).equals(fold.apply(name.toString()))) {
                        return listed;
                    }
                }
            }
            return name;
        }

        @Override
        public Optional<FileFacts> stat(Path name) throws IOException {
            looks.incrementAndGet();
            var found = super.stat(real(name));
            return numbersNames
                    ? found.map(is -> new FileFacts(is.kind(), is.size(), is.modified(), is.born(), name.hashCode()))
                    : found;
        }

        @Override
        public Folder openFolder(Path name) throws IOException {
            return super.openFolder(real(name));
        }

        @Override
        public FileChannel openFile(Path name, Set<? extends OpenOption> options) throws IOException {
            return super.openFile(real(name), options);
        }

        @Override
        public void move(Path name, Folder to, Path newName) throws IOException {
            super.move(real(name), to, ((Folding) to).real(newName));
        }

        @Override
        public void deleteFile(Path name) throws IOException {
            super.deleteFile(real(name));
        }

        @Override
        public void deleteFolder(Path name) throws IOException {
            super.deleteFolder(real(name));
        }
    }

    private FsFixture open(UnaryOperator<String> fold) {
        var config = FsConfig.of(root).withFsync(false);
        var safe = new SafeRoot(config, true, folder -> new Folding(folder, fold));
        return new FsFixture(new FsAdapter(config, safe, Clock.systemUTC()));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    static void assertKeptApart(FsFixture store, String there, String other) throws IOException {
        store.put(there, "old");
        assertThatExceptionOfType(KeyRejected.class)
                .isThrownBy(() -> store.put(other, "new"))
                .withMessageContaining(" is there as ");
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.get(other));
        assertThat(store.store().stat(ObjectKey.of(other))).isEmpty();
        store.store().delete(ObjectKey.of(other), DeleteOptions.ANY);
        store.put("x/source", "new");
        assertThatExceptionOfType(KeyRejected.class)
                .isThrownBy(
                        () -> store.store().copy(ObjectKey.of("x/source"), ObjectKey.of(other), CopyOptions.DEFAULT));

        assertThat(store.get(there)).isEqualTo("old");
        store.put(there, "changed");
        assertThat(store.get(there)).isEqualTo("changed");
        assertThat(store.keys()).containsExactlyInAnyOrder(there, "x/source");
        store.store().delete(ObjectKey.of(there), DeleteOptions.ANY);
        store.put(other, "new");
        assertThat(store.keys()).containsExactlyInAnyOrder(other, "x/source");
        store.store().delete(ObjectKey.of(other), DeleteOptions.ANY);
        store.store().delete(ObjectKey.of("x/source"), DeleteOptions.ANY);
    }

    private NameRules rules(UnaryOperator<String> fold) {
        try (var store = open(fold)) {
            return store.store().capabilities().names();
        }
    }

    @Test
    void a_folder_says_whether_it_ignores_cases_and_the_form_of_accents_by_the_names_in_it() throws Exception {
        Files.writeString(root.resolve("Readme"), "1");
        Files.writeString(root.resolve("caf\u00e9"), "1");

        assertThat(rules(UnaryOperator.identity()).traits()).containsExactly(NameTrait.FOLDERS);
        assertThat(rules(FsSpellingsTest::lower).traits())
                .containsExactlyInAnyOrder(NameTrait.FOLDERS, NameTrait.IGNORES_CASE);
        assertThat(rules(name -> Normalizer.normalize(name, Normalizer.Form.NFD))
                        .traits())
                .containsExactlyInAnyOrder(NameTrait.FOLDERS, NameTrait.IGNORES_FORM);
        assertThat(FsFixture.tree(root)).containsExactlyInAnyOrder("Readme", "caf\u00e9");
    }

    @Test
    void a_folder_that_is_missing_or_empty_is_taken_for_what_is_around_it() throws Exception {
        var config = FsConfig.of(root.resolve("Not/There")).withCreateRoot(true);
        try (var store = FsFixture.of(config);
                var empty = FsFixture.of(FsConfig.of(root))) {
            assertThat(store.store().capabilities().names())
                    .isEqualTo(empty.store().capabilities().names());
            assertThat(store.store().capabilities().names().ignoresSpelling())
                    .isEqualTo(Files.isDirectory(Path.of(root.toString().toUpperCase(Locale.ROOT))));
        }
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void an_object_is_not_replaced_read_or_removed_under_another_case() throws Exception {
        try (var store = open(FsSpellingsTest::lower)) {
            assertKeptApart(store, "Readme", "README");
            assertKeptApart(store, "a/Readme", "a/README");
            assertKeptApart(store, "a/Folder/b", "a/folder/b");
            store.put("a/Folder/b", "1");
            store.put("a/File", "1");
            for (String key : new String[] {"a/folder/c", "a/file/c"}) {
                assertThatExceptionOfType(KeyRejected.class).isThrownBy(() -> store.put(key, "x"));
            }
        }
    }

    @Test
    void an_object_is_not_replaced_read_or_removed_under_another_form_of_its_accents() throws Exception {
        try (var store = open(name -> Normalizer.normalize(name, Normalizer.Form.NFD))) {
            assertKeptApart(store, "a/caf\u00e9", "a/cafe\u0301");
            assertKeptApart(store, "cafe\u0301", "caf\u00e9");
            store.put("a/Readme", "1");
            store.put("a/README", "2");
            assertThat(store.get("a/Readme")).isEqualTo("1");
        }
    }

    @Test
    void an_object_is_not_replaced_where_a_file_has_a_number_for_each_spelling() throws Exception {
        numbersNames = true;
        try (var store = open(FsSpellingsTest::lower)) {
            assertKeptApart(store, "Readme", "README");
            assertKeptApart(store, "a/Readme", "a/README");
        }
    }

    @Test
    void a_rename_by_somebody_else_is_seen_at_once() throws Exception {
        try (var store = open(FsSpellingsTest::lower)) {
            store.put("a/Readme", "1");
            assertThat(store.get("a/Readme")).isEqualTo("1");
            Files.move(root.resolve("a/Readme"), root.resolve("a/README"));

            assertThat(store.store().stat(ObjectKey.of("a/Readme"))).isEmpty();
            assertThat(store.get("a/README")).isEqualTo("1");
        }
    }

    @Test
    void a_file_with_a_hard_link_in_another_case_is_found_by_both_names() throws Exception {
        Files.createDirectory(root.resolve("1"));
        Files.writeString(root.resolve("1/Readme"), "x");
        Files.createLink(root.resolve("1/README"), root.resolve("1/Readme"));
        try (var store = FsFixture.of(FsConfig.of(root))) {
            assertThat(store.get("1/Readme")).isEqualTo("x");
            assertThat(store.get("1/README")).isEqualTo("x");
        }
    }

    @Test
    void a_root_that_tells_cases_apart_is_looked_at_no_more_than_without() throws Exception {
        try (var store = open(UnaryOperator.identity())) {
            store.put("a", "1");
            store.store().stat(ObjectKey.of("a"));
            looks.set(0);
            store.store().stat(ObjectKey.of("a"));

            assertThat(looks).hasValue(1);
        }
    }
}
