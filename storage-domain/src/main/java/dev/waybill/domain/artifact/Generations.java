package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.GenerationDocument;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says of each change that it is about to be made, and that it was made, so that who has seen the repository can tell
/// by one small object whether there is anything new.
///
/// Nobody's change waits for it, and none fails because of it: writers put it without a condition, since all that
/// matters is that each leaves another id. Who dies in between leaves the word that a change is under way, which nobody
/// takes for nothing new.
final class Generations {
    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);

    private final IObjectStorageAdapter store;
    private final Documents documents;
    private final ObjectKey key;
    private final Clock clock;

    Generations(IObjectStorageAdapter store, ArtifactKeys keys, Documents documents, Clock clock) {
        this.store = store;
        this.documents = documents;
        this.key = keys.generation();
        this.clock = clock;
    }

    /// A change, and what it gives.
    interface Change<T, E extends Exception> {
        T make() throws E;
    }

    /// Makes a change and says so before and after.
    <T, E extends Exception> T around(Change<T, E> change) throws E {
        say(true);
        try {
            return change.make();
        } finally {
            say(false);
        }
    }

    private void say(boolean changing) {
        var document = new GenerationDocument(UUID.randomUUID().toString(), changing);
        try {
            store.put(key, ObjectSource.of(document.toBytes(clock.instant())), PutOptions.DEFAULT);
        } catch (StorageException e) {
            LOG.warn("{} could not be written; catalogs may see this change up to an hour late", key, e);
        }
    }

    /// The state that the repository is in, if it is known.
    Optional<GenerationDocument> current() {
        try {
            return documents.read(key, GenerationDocument::read);
        } catch (ArtifactFailure.Malformed e) {
            return Optional.empty();
        }
    }
}
