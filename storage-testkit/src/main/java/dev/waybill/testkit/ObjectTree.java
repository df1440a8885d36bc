package dev.waybill.testkit;

import dev.waybill.port.DeleteOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What a store or a folder is to hold: objects by key, no key being a folder of another.
///
/// @param objects what there is, in key order
public record ObjectTree(NavigableMap<ObjectKey, Content> objects) {
    /// No objects.
    public static final ObjectTree EMPTY = new ObjectTree(Collections.emptyNavigableMap());

    /// Copies the objects.
    public ObjectTree {
        objects = Collections.unmodifiableNavigableMap(new TreeMap<>(objects));
    }

    /// The bytes and the time of an object.
    ///
    /// @param size how many bytes
    /// @param seed which bytes, see [TestSources#bytes]
    /// @param modified when they were last changed
    public record Content(int size, int seed, Instant modified) {
        /// The bytes themselves.
        public byte[] bytes() {
            return TestSources.bytes(size, seed);
        }
    }

    /// The tree after these edits, in order.
    public ObjectTree after(List<TreeEdit> edits) {
        var tree = this;
        for (var edit : edits) {
            tree = tree.after(edit);
        }
        return tree;
    }

    /// The tree after this edit.
    public ObjectTree after(TreeEdit edit) {
        return switch (edit) {
            case TreeEdit.Put put -> hasRoomFor(put.key()) ? with(put.key(), put.content()) : this;
            case TreeEdit.Delete delete -> without(delete.key());
            case TreeEdit.Rename rename -> renamed(rename);
            case TreeEdit.Touch touch -> touched(touch);
        };
    }

    private ObjectTree renamed(TreeEdit.Rename rename) {
        var content = objects.get(rename.from());
        var rest = without(rename.from());
        return content != null && rest.hasRoomFor(rename.to()) ? rest.with(rename.to(), content) : this;
    }

    private ObjectTree touched(TreeEdit.Touch touch) {
        var content = objects.get(touch.key());
        return content == null
                ? this
                : with(touch.key(), new Content(content.size(), content.seed(), touch.modified()));
    }

    private boolean hasRoomFor(ObjectKey key) {
        return objects.keySet().stream().noneMatch(other -> isFolderOf(other, key) || isFolderOf(key, other));
    }

    private static boolean isFolderOf(ObjectKey folder, ObjectKey key) {
        return key.value().startsWith(folder.value() + "/");
    }

    private ObjectTree with(ObjectKey key, Content content) {
        var more = new TreeMap<>(objects);
        more.put(key, content);
        return new ObjectTree(more);
    }

    private ObjectTree without(ObjectKey key) {
        var fewer = new TreeMap<>(objects);
        fewer.remove(key);
        return new ObjectTree(fewer);
    }

    /// Makes a store that holds `before` hold this: deletes what is gone, which may be in the way, and puts what
    /// differs. Times are kept where the store keeps them.
    public void writeTo(IObjectStorageAdapter store, ObjectTree before) {
        boolean keepsTimes = store.capabilities().modifiedPrecision().isPresent();
        before.objects().keySet().stream()
                .filter(key -> !objects.containsKey(key))
                .forEach(key -> store.delete(key, DeleteOptions.ANY));
        objects.forEach((key, content) -> {
            if (!content.equals(before.objects().get(key))) {
                var options =
                        keepsTimes ? PutOptions.DEFAULT.withContentModified(content.modified()) : PutOptions.DEFAULT;
                store.put(key, ObjectSource.of(content.bytes()), options);
            }
        });
    }

    /// Makes a folder that holds `before` hold this. Folders that become empty stay.
    public void writeTo(Path folder, ObjectTree before) throws IOException {
        for (var key : before.objects().keySet()) {
            if (!objects.containsKey(key)) {
                Files.delete(folder.resolve(key.value()));
            }
        }
        for (var entry : objects.entrySet()) {
            if (!entry.getValue().equals(before.objects().get(entry.getKey()))) {
                writeFile(folder.resolve(entry.getKey().value()), entry.getValue());
            }
        }
    }

    private static void writeFile(Path file, Content content) throws IOException {
        var parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.write(file, content.bytes());
        Files.setLastModifiedTime(file, FileTime.from(content.modified()));
    }
}
