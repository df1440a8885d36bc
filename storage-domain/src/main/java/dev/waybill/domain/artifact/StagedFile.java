package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.port.Capability;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/// A file that is to be part of a version.
sealed interface StagedFile {
    /// The entry of the file in a manifest; reads it to hash it.
    ///
    /// @throws StorageException.PreconditionFailed if it is no longer the version that was staged
    ManifestFile entry(ObjectKey path);

    /// Bytes at hand.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bytes(byte[] bytes) implements StagedFile {
        @Override
        public ManifestFile entry(ObjectKey path) {
            return new ManifestFile(
                    path, bytes.length, ContentHasher.hash(ChecksumAlgorithm.SHA256, bytes), Optional.empty());
        }
    }

    /// One version of an object in a store.
    record InStore(IObjectStorageAdapter store, ObjectMetadata object) implements StagedFile {
        private static final int BUFFER_BYTES = 256 * 1024;

        @Override
        public ManifestFile entry(ObjectKey path) {
            Optional<Instant> modified = object.contentModified().or(() -> Optional.of(object.modified()));
            return new ManifestFile(path, object.size(), digest(), modified);
        }

        private Checksum digest() {
            Optional<Checksum> kept = object.checksum(ChecksumAlgorithm.SHA256);
            if (kept.isPresent()) {
                return kept.get();
            }
            GetOptions options = object.etag()
                    .filter(etag -> store.capabilities().has(Capability.VERSION_TOKENS))
                    .map(GetOptions.WHOLE::withIfMatch)
                    .orElse(GetOptions.WHOLE);
            try (ObjectContent content = store.get(object.key(), options)) {
                if (content.range().length() != object.size()) {
                    throw new StorageException.PreconditionFailed(
                            store.store(), object.key(), "still of " + object.size() + " bytes", null);
                }
                return hash(content.stream());
            } catch (IOException e) {
                throw e.getCause() instanceof StorageException cause
                        ? cause
                        : new StorageException.SourceFailed(
                                store.store(), object.key(), String.valueOf(e.getMessage()), e);
            }
        }

        static Checksum hash(InputStream stream) throws IOException {
            var hasher = ContentHasher.of(ChecksumAlgorithm.SHA256);
            var buffer = new byte[BUFFER_BYTES];
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                hasher.update(buffer, 0, read);
            }
            return hasher.finish();
        }
    }
}
