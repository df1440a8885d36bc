package dev.waybill.domain.doctor;

import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.PreconditionFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The store under examination, and the corner of it that the checks may write in.
///
/// @param store the store
/// @param corner what all keys of the checks begin with
record Bench(IObjectStorageAdapter store, KeyPrefix corner) {
    private static final int RACERS = 8;

    Capabilities capabilities() {
        return store.capabilities();
    }

    boolean has(Capability capability) {
        return capabilities().has(capability);
    }

    ObjectKey key(String name) {
        return corner.key(name);
    }

    ObjectMetadata put(ObjectKey key, String text) {
        return put(key, text, PutOptions.DEFAULT);
    }

    ObjectMetadata put(ObjectKey key, String text, PutOptions options) {
        return store.put(key, ObjectSource.of(text.getBytes(StandardCharsets.UTF_8)), options);
    }

    String text(ObjectKey key) {
        return new String(bytes(key, GetOptions.WHOLE), StandardCharsets.UTF_8);
    }

    byte[] bytes(ObjectKey key, GetOptions options) {
        try (ObjectContent content = store.get(key, options)) {
            return content.stream().readAllBytes();
        } catch (IOException e) {
            if (e.getCause() instanceof StorageException cause) {
                throw cause;
            }
            throw new UncheckedIOException(e);
        }
    }

    List<String> names(ListOptions options) {
        try (Stream<ObjectMetadata> listing = store.list(options)) {
            return listing.map(object ->
                            object.key().value().substring(corner.value().length()))
                    .toList();
        }
    }

    /// Whether `attempt` is refused for its condition.
    static boolean isRefused(Runnable attempt) {
        try {
            attempt.run();
            return false;
        } catch (PreconditionFailed e) {
            return true;
        }
    }

    /// How many of several at once were not refused for their condition.
    int winners(Consumer<String> attempt) throws InterruptedException {
        var winners = new AtomicInteger();
        try (var tasks = Tasks.failingFast(RACERS)) {
            for (int i = 0; i < RACERS; i++) {
                String name = "racer " + i;
                tasks.submit(() -> {
                    if (!isRefused(() -> attempt.accept(name))) {
                        winners.incrementAndGet();
                    }
                });
            }
            tasks.join();
        }
        return winners.get();
    }

    int racers() {
        return RACERS;
    }
}
