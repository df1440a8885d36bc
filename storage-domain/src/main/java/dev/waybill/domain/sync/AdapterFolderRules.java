package dev.waybill.domain.sync;

import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// The ignore files of a store.
///
/// @param store where the folders lie
record AdapterFolderRules(IObjectStorageAdapter store) implements FolderRules {
    private static final int MAX_BYTES = 1 << 20;

    @Override
    public Optional<String> text(String folder) {
        return ObjectKey.parse(folder + SyncFilter.IGNORE_FILE).flatMap(this::read);
    }

    /// What a link or a special file of this name was to protect might be deleted.
    private void requireNotHidden(ObjectKey key) {
        var hidden = new AtomicBoolean();
        var options = ListOptions.of(KeyPrefix.of(key.value()))
                .withOnSkipped(entry -> hidden.compareAndSet(false, entry.name().equals(key.value())));
        try (Stream<ObjectMetadata> listed = store.list(options)) {
            boolean unused = listed.findFirst().isPresent();
        }
        if (hidden.get()) {
            throw new SyncRefused.BadIgnoreFile(key.value());
        }
    }

    private Optional<String> read(ObjectKey key) {
        try {
            if (store.stat(key).isEmpty()) {
                return Optional.empty();
            }
            try (ObjectContent content = store.get(key, GetOptions.WHOLE)) {
                byte[] bytes = content.stream().readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new StorageException.SourceFailed(
                            store.store(), key, "an ignore file may have at most " + MAX_BYTES + " bytes", null);
                }
                return Optional.of(new String(bytes, StandardCharsets.UTF_8));
            }
        } catch (StorageException.ObjectNotFound removedMeanwhile) {
            return Optional.empty();
        } catch (StorageException.KeyRejected e) {
            // A name the store cannot hold, or one below a file or a link: no file is there.
            requireNotHidden(key);
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageException.SourceFailed(store.store(), key, String.valueOf(e.getMessage()), e);
        }
    }
}
