package dev.waybill.adapter.fs;

import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.SkippedEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Short words for what the tests of this module do with a folder and its store.
record FsFixture(IObjectStorageAdapter store) implements AutoCloseable {
    static FsFixture of(FsConfig config) {
        return new FsFixture(new FsAdapter(config, Clock.systemUTC()));
    }

    ObjectMetadata put(String key, String text) {
        return put(key, text, PutOptions.DEFAULT);
    }

    ObjectMetadata put(String key, String text, PutOptions options) {
        return store.put(ObjectKey.of(key), ObjectSource.of(text.getBytes(StandardCharsets.UTF_8)), options);
    }

    String get(String key) throws IOException {
        try (var content = store.get(ObjectKey.of(key), GetOptions.WHOLE)) {
            return new String(content.stream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    List<String> keys() {
        return keys(ListOptions.of(KeyPrefix.ALL));
    }

    List<String> keys(ListOptions options) {
        try (Stream<ObjectMetadata> objects = store.list(options)) {
            return objects.map(object -> object.key().value()).toList();
        }
    }

    List<SkippedEntry> skipped() {
        var skipped = new ArrayList<SkippedEntry>();
        keys(ListOptions.of(KeyPrefix.ALL).withOnSkipped(skipped::add));
        return skipped;
    }

    /// Everything below `folder`, hidden or not, as paths from it.
    static List<String> tree(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.skip(1)
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
