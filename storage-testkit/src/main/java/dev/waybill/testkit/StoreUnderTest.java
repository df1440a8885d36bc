package dev.waybill.testkit;

import dev.waybill.port.ByteRange;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.Etag;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UnfinishedUpload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Short words for what the contract does with one adapter.
record StoreUnderTest(IObjectStorageAdapter client) {
    Capabilities capabilities() {
        return client.capabilities();
    }

    boolean can(Capability capability) {
        return capabilities().has(capability);
    }

    ObjectMetadata put(String key, String text) {
        return put(key, utf8(text), PutOptions.DEFAULT);
    }

    ObjectMetadata put(String key, byte[] bytes) {
        return put(key, bytes, PutOptions.DEFAULT);
    }

    ObjectMetadata put(String key, String text, PutOptions options) {
        return put(key, utf8(text), options);
    }

    ObjectMetadata put(String key, byte[] bytes, PutOptions options) {
        return client.put(ObjectKey.of(key), ObjectSource.of(bytes), options);
    }

    ObjectMetadata put(String key, ObjectSource source) {
        return client.put(ObjectKey.of(key), source, PutOptions.DEFAULT);
    }

    void putAll(String... keys) {
        for (String key : keys) {
            put(key, "of " + key);
        }
    }

    Optional<ObjectMetadata> stat(String key) {
        return client.stat(ObjectKey.of(key));
    }

    Etag etag(String key) {
        return stat(key)
                .flatMap(ObjectMetadata::etag)
                .orElseThrow(() -> new AssertionError("stat of " + key + " gives no etag"));
    }

    void delete(String key) {
        client.delete(ObjectKey.of(key), DeleteOptions.ANY);
    }

    byte[] read(String key) throws IOException {
        return read(key, GetOptions.WHOLE);
    }

    byte[] read(String key, ByteRange range) throws IOException {
        return read(key, GetOptions.of(range));
    }

    byte[] read(String key, GetOptions options) throws IOException {
        try (var content = client.get(ObjectKey.of(key), options)) {
            return content.stream().readAllBytes();
        }
    }

    String text(String key) throws IOException {
        return new String(read(key), StandardCharsets.UTF_8);
    }

    /// What a get says before any byte is read.
    Opened opened(String key, GetOptions options) throws IOException {
        try (var content = client.get(ObjectKey.of(key), options)) {
            return new Opened(content.metadata(), content.range());
        }
    }

    record Opened(ObjectMetadata metadata, ByteRange.Span range) {}

    List<ObjectMetadata> list(ListOptions options) {
        try (var objects = client.list(options)) {
            return objects.toList();
        }
    }

    List<String> keys(ListOptions options) {
        return list(options).stream().map(o -> o.key().value()).toList();
    }

    List<String> keys(String prefix) {
        return keys(ListOptions.of(KeyPrefix.of(prefix)));
    }

    List<String> keys() {
        return keys("");
    }

    List<UnfinishedUpload> uploads(String prefix) {
        try (var uploads = client.listUploads(KeyPrefix.of(prefix))) {
            return uploads.toList();
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
