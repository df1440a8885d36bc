package dev.waybill.adapter.azure;

import dev.waybill.port.Checksum;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.Etag;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import java.io.IOException;
import java.util.Optional;

/// Reads what was stored by a service that does not say what arrived, as Azurite does not of a put.
final class AzureReadBack {
    private static final int BUFFER_BYTES = 64 << 10;

    private final AzureStore store;
    private final AzureReads reads;

    AzureReadBack(AzureStore store) {
        this.store = store;
        this.reads = new AzureReads(store);
    }

    /// What the caller is told, once it has undone it, if this version of `key` is not what was sent.
    Optional<CorruptContent> mismatch(ObjectKey key, Etag version, Checksum sent) {
        try (var content =
                reads.get(key, new GetOptions(GetOptions.WHOLE.range(), Optional.of(version), Optional.empty()))) {
            var hasher = ContentHasher.of(sent.algorithm());
            var buffer = new byte[BUFFER_BYTES];
            for (int got = content.stream().read(buffer);
                    got >= 0;
                    got = content.stream().read(buffer)) {
                hasher.update(buffer, 0, got);
            }
            var stored = hasher.finish();
            return stored.equals(sent)
                    ? Optional.empty()
                    : Optional.of(new CorruptContent(
                            store.id(), key, "sent was " + sent + ", what arrived has " + stored, null));
        } catch (PreconditionFailed | ObjectNotFound e) {
            // Another has written since, and nobody will read what was sent.
            return Optional.empty();
        } catch (IOException e) {
            throw e.getCause() instanceof StorageException ours
                    ? ours
                    : store.errors().ofFailure(e, Optional.of(key));
        }
    }
}
