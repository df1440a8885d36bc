package dev.waybill.adapter.gcs;

import com.google.api.client.googleapis.batch.json.JsonBatchCallback;
import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.http.HttpHeaders;
import com.google.api.services.storage.model.StorageObject;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.DeleteResult.Deleted;
import dev.waybill.port.DeleteResult.Failed;
import dev.waybill.port.Deletion;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Removes objects, a hundred a request.
final class GcsDeletes {
    private final GcsStore store;
    private final GcsReads reads;

    GcsDeletes(GcsStore store, GcsReads reads) {
        this.store = store;
        this.reads = reads;
    }

    void delete(ObjectKey key, DeleteOptions options) {
        String name = store.name(key);
        try {
            store.call(Optional.of(key), words(options), bearer -> {
                var request = bearer.on(store.api().objects().delete(store.bucket(), name));
                options.ifMatch().ifPresent(etag -> request.setIfGenerationMatch(GcsConditions.generation(etag)));
                return Optional.ofNullable(request.execute());
            });
        } catch (ObjectNotFound e) {
            return;
        } catch (PreconditionFailed e) {
            if (reads.stat(key).isPresent()) {
                throw e;
            }
        }
    }

    private static String words(DeleteOptions options) {
        return options.ifMatch().map(etag -> "version " + etag).orElse("none");
    }

    List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        deletions.forEach(deletion -> store.name(deletion.key()));
        var results = new HashMap<Deletion, DeleteResult>();
        var rest = List.copyOf(deletions).stream().distinct().toList();
        for (int from = 0; from < rest.size(); from += GcsLimits.BATCH_CALLS) {
            var batch = rest.subList(from, Math.min(from + GcsLimits.BATCH_CALLS, rest.size()));
            try {
                send(batch, results);
            } catch (StorageException e) {
                if (results.isEmpty() && didNothing(e)) {
                    throw e;
                }
                batch.forEach(deletion -> results.putIfAbsent(deletion, new Failed(deletion.key(), e)));
            }
        }
        var ordered = new ArrayList<DeleteResult>(deletions.size());
        deletions.forEach(deletion -> ordered.add(results.getOrDefault(deletion, unknown(deletion.key()))));
        return List.copyOf(ordered);
    }

    private Failed unknown(ObjectKey key) {
        return new Failed(key, new StoreFailure(store.id(), Optional.of(key), "the server does not say", null));
    }

    private static boolean didNothing(StorageException e) {
        return switch (e) {
            case StoreUnavailable unavailable -> unavailable.reason() != Reason.OUTCOME_UNKNOWN;
            case Cancelled cancelled -> false;
            case StoreFailure failure -> false;
            default -> true;
        };
    }

    private void send(List<Deletion> deletions, Map<Deletion, DeleteResult> results) {
        var refused = new HashMap<Deletion, GcsErrors.Answer>();
        var bearerOfAll = store.call(bearer -> {
            var batch = store.connection().batch(bearer);
            for (var deletion : deletions) {
                var request = bearer.on(store.api().objects().delete(store.bucket(), store.name(deletion.key())));
                deletion.options()
                        .ifMatch()
                        .ifPresent(etag -> request.setIfGenerationMatch(GcsConditions.generation(etag)));
                request.queue(batch, new JsonBatchCallback<Void>() {
                    @Override
                    public void onSuccess(Void nothing, HttpHeaders headers) {
                        results.put(deletion, new Deleted(deletion.key()));
                    }

                    @Override
                    public void onFailure(GoogleJsonError error, HttpHeaders headers) {
                        var wait = Optional.ofNullable(headers.getRetryAfter());
                        refused.put(deletion, GcsErrors.Answer.of(error.getCode(), error, wait));
                    }
                });
            }
            batch.execute();
            return bearer;
        });
        refused.forEach((deletion, answer) -> results.put(deletion, refused(deletion, answer, bearerOfAll)));
    }

    private DeleteResult refused(Deletion deletion, GcsErrors.Answer answer, GcsBearer bearer) {
        var key = deletion.key();
        try {
            var failure = store.answered(answer, Optional.of(key), words(deletion.options()), bearer, null);
            boolean gone = failure instanceof ObjectNotFound
                    || (failure instanceof PreconditionFailed && reads.stat(key).isEmpty());
            return gone ? new Deleted(key) : new Failed(key, failure);
        } catch (StorageException e) {
            return new Failed(key, e);
        }
    }

    /// Removes what a write stored that must not stay.
    ///
    /// @return `reason`, to be thrown
    StorageException takenBack(ObjectKey key, StorageObject stored, StorageException reason) {
        if (stored.getName() == null || stored.getGeneration() == null) {
            return reason;
        }
        try {
            removeOwn(key, Map.of(stored.getName(), stored.getGeneration()));
        } catch (StorageException e) {
            reason.addSuppressed(e);
        }
        return reason;
    }

    /// Removes the bucket's objects of these names and versions, which are the adapter's own. What is not there is
    /// removed already.
    ///
    /// @param generations by name; what is there now in another version stays
    void removeOwn(ObjectKey key, Map<String, Long> generations) {
        var names = List.copyOf(generations.keySet());
        for (int from = 0; from < names.size(); from += GcsLimits.BATCH_CALLS) {
            var batch = names.subList(from, Math.min(from + GcsLimits.BATCH_CALLS, names.size()));
            store.call(key, bearer -> removeBatch(bearer, batch, generations));
        }
    }

    private Boolean removeBatch(GcsBearer bearer, List<String> names, Map<String, Long> generations)
            throws IOException {
        var failures = new ArrayList<GcsErrors.Answer>();
        var batch = store.connection().batch(bearer);
        for (String name : names) {
            var request = bearer.on(store.api().objects().delete(store.bucket(), name))
                    .setIfGenerationMatch(generations.get(name));
            request.queue(batch, new JsonBatchCallback<Void>() {
                @Override
                public void onSuccess(Void nothing, HttpHeaders headers) {
                    // It is gone, as asked for.
                }

                @Override
                public void onFailure(GoogleJsonError error, HttpHeaders headers) {
                    if (error.getCode() != 404 && error.getCode() != 412) {
                        failures.add(GcsErrors.Answer.of(error.getCode(), error, Optional.empty()));
                    }
                }
            });
        }
        batch.execute();
        if (!failures.isEmpty()) {
            throw store.errors().ofAnswer(failures.getFirst(), Optional.empty(), "none", null);
        }
        return true;
    }
}
