package dev.waybill.domain.service;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.Etag;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// Copies objects within one store: there, where the store can, else through this process.
final class ObjectCopier {
    private final IObjectStorageAdapter adapter;

    ObjectCopier(IObjectStorageAdapter adapter) {
        this.adapter = adapter;
    }

    /// Copies what is at `from`, whichever version.
    ///
    /// @throws StorageException.ObjectNotFound if nothing is at `from`
    ObjectMetadata copy(ObjectKey from, ObjectKey to) {
        if (adapter.capabilities().has(Capability.SERVER_SIDE_COPY)) {
            return adapter.copy(from, to, CopyOptions.DEFAULT);
        }
        ObjectMetadata source = requireObject(from);
        return from.equals(to) ? source : copyVersion(source, to);
    }

    /// Copies this version, where the store can tell versions apart, else what is there.
    ///
    /// @throws StorageException.PreconditionFailed if it is no longer there
    ObjectMetadata copyVersion(ObjectMetadata source, ObjectKey to) {
        Capabilities capabilities = adapter.capabilities();
        if (capabilities.has(Capability.SERVER_SIDE_COPY)) {
            return adapter.copy(
                    source.key(),
                    to,
                    version(source).map(CopyOptions.DEFAULT::withIfSourceMatch).orElse(CopyOptions.DEFAULT));
        }
        return adapter.put(to, new StoredSource(source), kept(source, capabilities));
    }

    /// @throws StorageException.ObjectNotFound if nothing is at `key`
    ObjectMetadata requireObject(ObjectKey key) {
        return adapter.stat(key).orElseThrow(() -> new StorageException.ObjectNotFound(adapter.store(), key, null));
    }

    /// Removes this version, or whatever is there where the store cannot tell versions apart.
    void deleteVersion(ObjectMetadata version) {
        Optional<Etag> etag = version.etag().filter(e -> adapter.capabilities().has(Capability.DELETE_IF_MATCH));
        adapter.delete(version.key(), new DeleteOptions(etag));
    }

    private Optional<Etag> version(ObjectMetadata object) {
        return object.etag().filter(etag -> adapter.capabilities().has(Capability.VERSION_TOKENS));
    }

    /// What goes along with the bytes.
    private static PutOptions kept(ObjectMetadata source, Capabilities capabilities) {
        PutOptions options = PutOptions.DEFAULT;
        if (source.contentType().isPresent()) {
            options = options.withContentType(source.contentType().get());
        }
        if (source.contentModified().isPresent()
                && capabilities.modifiedPrecision().isPresent()) {
            options = options.withContentModified(source.contentModified().get());
        }
        if (source.userMetadata().isPresent() && capabilities.has(Capability.USER_METADATA)) {
            options = options.withUserMetadata(source.userMetadata().get());
        }
        return options;
    }

    /// The bytes of one version of an object, read from the store when they are asked for.
    @SuppressWarnings("MustBeClosedChecker") // what is opened goes to the caller inside its wrapper
    private final class StoredSource implements ObjectSource {
        private final ObjectMetadata object;

        StoredSource(ObjectMetadata object) {
            this.object = object;
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.of(object.size());
        }

        @Override
        @MustBeClosed
        public InputStream open() throws IOException {
            GetOptions options =
                    version(object).map(GetOptions.WHOLE::withIfMatch).orElse(GetOptions.WHOLE);
            ObjectContent content;
            try {
                content = adapter.get(object.key(), options);
            } catch (StorageException e) {
                throw new IOException("cannot read the object to copy", e);
            }
            return new FilterInputStream(content.stream()) {
                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    return in.read(buffer, offset, length);
                }

                @Override
                public void close() throws IOException {
                    content.close();
                }
            };
        }
    }
}
