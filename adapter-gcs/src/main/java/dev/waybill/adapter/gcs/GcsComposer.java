package dev.waybill.adapter.gcs;

import com.google.api.services.storage.model.ComposeRequest;
import com.google.api.services.storage.model.StorageObject;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.Precondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Joins any number of objects to one, 32 a request: where there are more, first to objects in between, whose
/// bytes the store does not move.
final class GcsComposer {
    private final GcsStore store;
    private final ObjectKey key;

    GcsComposer(GcsStore store, ObjectKey key) {
        this.store = store;
        this.key = key;
    }

    /// One object to be joined.
    ///
    /// @param name in the bucket
    /// @param generation the version it must be
    record Source(String name, long generation) {}

    /// Makes what `resource` describes of the sources, in their order.
    ///
    /// @param between what the names of objects in between begin with
    /// @throws dev.waybill.port.StorageException.ObjectNotFound if a source is not there in its version
    StorageObject compose(List<Source> sources, String between, StorageObject resource, Precondition precondition) {
        var level = sources;
        for (int depth = 1; level.size() > GcsLimits.COMPOSED; depth++) {
            var joined = new ArrayList<Source>();
            for (int from = 0; from < level.size(); from += GcsLimits.COMPOSED) {
                var group = level.subList(from, Math.min(from + GcsLimits.COMPOSED, level.size()));
                String name = between + depth + "-%05d".formatted(joined.size());
                var one = join(group, GcsMetadata.resource(name, Optional.empty(), Map.of()), Precondition.NONE);
                joined.add(new Source(name, one.getGeneration()));
            }
            level = joined;
        }
        return join(level, resource, precondition);
    }

    private StorageObject join(List<Source> sources, StorageObject resource, Precondition precondition) {
        var body = new ComposeRequest()
                .setDestination(resource)
                .setSourceObjects(sources.stream()
                        .map(source -> new ComposeRequest.SourceObjects()
                                .setName(source.name())
                                .setGeneration(source.generation()))
                        .toList());
        return store.call(Optional.of(key), GcsConditions.words(precondition), bearer -> {
            var request = bearer.on(store.api().objects().compose(store.bucket(), resource.getName(), body))
                    .setIfGenerationMatch(GcsConditions.generation(precondition))
                    .setFields(GcsMetadata.FIELDS);
            return request.execute();
        });
    }
}
