package dev.waybill.adapter.gcs;

import com.google.api.services.storage.model.RewriteResponse;
import com.google.api.services.storage.model.StorageObject;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.Precondition;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.spi.KeptMetadata;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Copies within the bucket by rewriting, which takes as many calls as the store asks for.
final class GcsCopies {
    /// How often a source may be replaced under a copy before it counts as busy.
    private static final int ROUNDS = 10;

    private final GcsStore store;
    private final GcsReads reads;

    GcsCopies(GcsStore store, GcsReads reads) {
        this.store = store;
        this.reads = reads;
    }

    ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        store.name(to);
        for (int round = 0; round < ROUNDS; round++) {
            var source = reads.resource(from, GcsMetadata.ALL_FIELDS, options.ifSourceMatch(), Optional.empty());
            var copy = copyOf(source, from, to, options);
            if (copy.isPresent()) {
                requireSame(source, copy.get(), from, to);
                return GcsMetadata.of(store.id(), to, copy.get());
            }
        }
        throw new StoreUnavailable(
                store.id(), Optional.of(from), Reason.BUSY, "it is replaced all the time", Optional.empty(), null);
    }

    /// The copy of this version of the source, or nothing if it was replaced meanwhile.
    private Optional<StorageObject> copyOf(StorageObject source, ObjectKey from, ObjectKey to, CopyOptions options) {
        var resource = resource(source, from, options);
        try {
            @Nullable String token = null;
            while (true) {
                var answer = rewrite(source, from, to, options.precondition(), resource, token);
                if (Boolean.TRUE.equals(answer.getDone())) {
                    return Optional.of(answer.getResource());
                }
                if (answer.getRewriteToken() == null || answer.getRewriteToken().equals(token)) {
                    throw new StoreFailure(store.id(), Optional.of(to), "the copy breaks off in the middle", null);
                }
                token = answer.getRewriteToken();
            }
        } catch (ObjectNotFound | PreconditionFailed e) {
            boolean unchanged = reads.resource(from, "generation")
                    .map(StorageObject::getGeneration)
                    .equals(Optional.ofNullable(source.getGeneration()));
            if (unchanged) {
                throw new PreconditionFailed(store.id(), to, GcsConditions.words(options.precondition()), e);
            }
            if (options.ifSourceMatch().isPresent()) {
                throw new PreconditionFailed(
                        store.id(), from, "version " + options.ifSourceMatch().get(), e);
            }
            return Optional.empty();
        }
    }

    private RewriteResponse rewrite(
            StorageObject source,
            ObjectKey from,
            ObjectKey to,
            Precondition precondition,
            @Nullable StorageObject resource,
            @Nullable String token) {
        return store.call(Optional.of(to), GcsConditions.words(precondition), bearer -> {
            var request = bearer.on(store.api()
                            .objects()
                            .rewrite(store.bucket(), store.name(from), store.bucket(), store.name(to), resource))
                    .setIfSourceGenerationMatch(source.getGeneration())
                    .setIfGenerationMatch(GcsConditions.generation(precondition))
                    .setRewriteToken(token)
                    .setFields("done,rewriteToken,resource(" + GcsMetadata.FIELDS + ")");
            return request.execute();
        });
    }

    /// What the copy is to have beside the bytes, or nothing if that is what the source has.
    private @Nullable StorageObject resource(StorageObject source, ObjectKey from, CopyOptions options) {
        var metadata = GcsMetadata.of(store.id(), from, source);
        boolean asItIs = options.keepsAll()
                && options.writeId().isEmpty()
                && metadata.writeId().isEmpty();
        if (asItIs) {
            return null;
        }
        var kept = GcsMetadata.kept(source);
        var entries = GcsMetadata.toEntries(new KeptMetadata(
                options.userMetadata().orElse(kept.user()),
                options.contentModified().or(kept::contentModified),
                options.writeId()));
        return GcsMetadata.resource(
                        null, options.contentType().or(() -> Optional.ofNullable(source.getContentType())), entries)
                .setStorageClass(source.getStorageClass())
                .setCacheControl(source.getCacheControl())
                .setContentDisposition(source.getContentDisposition())
                .setContentEncoding(source.getContentEncoding())
                .setContentLanguage(source.getContentLanguage())
                .setCustomTime(source.getCustomTime());
    }

    /// @throws CorruptContent if the copy shows that it is of something else than the source
    private void requireSame(StorageObject source, StorageObject copy, ObjectKey from, ObjectKey to) {
        boolean same = Objects.equals(source.getSize(), copy.getSize())
                && (source.getCrc32c() == null
                        || copy.getCrc32c() == null
                        || source.getCrc32c().equals(copy.getCrc32c()));
        if (!same) {
            throw new CorruptContent(
                    store.id(),
                    to,
                    "the copy has " + copy.getSize() + " bytes " + copy.getCrc32c() + ", its source " + from + " "
                            + source.getSize() + " bytes " + source.getCrc32c(),
                    null);
        }
    }

    /// The token of the version that `resource` is of.
    static Etag etag(StorageObject resource) {
        return new Etag(Long.toString(resource.getGeneration()));
    }
}
