package dev.waybill.adapter.s3;

import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.DeleteResult.Deleted;
import dev.waybill.port.DeleteResult.Failed;
import dev.waybill.port.Deletion;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/// Removes objects, a thousand a request where nothing speaks against it.
final class S3Deletes {
    private final S3Store store;
    private final S3Reads reads;

    S3Deletes(S3Store store, S3Reads reads) {
        this.store = store;
        this.reads = reads;
    }

    void delete(ObjectKey key, DeleteOptions options) {
        requireSupported(key, options);
        var request = DeleteObjectRequest.builder().bucket(store.bucket()).key(store.name(key));
        options.ifMatch().ifPresent(etag -> request.ifMatch(etag.toHeader()));
        String condition =
                options.ifMatch().map(Etag::value).map("version "::concat).orElse("none");
        try {
            store.call(Optional.of(key), condition, () -> store.client().deleteObject(request.build()));
        } catch (ObjectNotFound e) {
            return;
        } catch (PreconditionFailed e) {
            if (reads.stat(key).isPresent()) {
                throw e;
            }
        }
    }

    private void requireSupported(ObjectKey key, DeleteOptions options) {
        if (options.ifMatch().isPresent() && !store.profile().honours(S3Condition.DELETE_MATCH)) {
            throw new NotSupported(store.id(), Optional.of(key), "a delete of one version only");
        }
    }

    List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        deletions.forEach(deletion -> requireSupported(deletion.key(), deletion.options()));
        var run = new Run();
        var batch = new ArrayList<Deletion>();
        for (var deletion : deletions) {
            if (isSingle(deletion)) {
                run.single(deletion);
            } else {
                batch.add(deletion);
                if (batch.size() == S3Limits.PAGE_KEYS) {
                    run.batch(batch);
                    batch.clear();
                }
            }
        }
        if (!batch.isEmpty()) {
            run.batch(batch);
        }
        return run.inOrder(deletions);
    }

    /// What a batch cannot take: a condition, which stores ignore there, and U+FFFE and U+FFFF, which XML
    /// does not have.
    private static boolean isSingle(Deletion deletion) {
        return deletion.options().ifMatch().isPresent()
                || deletion.key().value().chars().anyMatch(c -> c == 0xFFFE || c == 0xFFFF);
    }

    /// The results so far. One thread.
    private final class Run {
        private final Map<Deletion, DeleteResult> results = new HashMap<>();

        void single(Deletion deletion) {
            try {
                delete(deletion.key(), deletion.options());
                results.put(deletion, new Deleted(deletion.key()));
            } catch (StorageException e) {
                results.put(deletion, new Failed(deletion.key(), e));
            }
        }

        void batch(List<Deletion> batch) {
            try {
                send(batch);
            } catch (StorageException e) {
                if (results.isEmpty() && didNothing(e)) {
                    throw e;
                }
                batch.forEach(deletion -> results.put(deletion, new Failed(deletion.key(), e)));
            }
        }

        private boolean didNothing(StorageException e) {
            return switch (e) {
                case StoreUnavailable unavailable -> unavailable.reason() != Reason.OUTCOME_UNKNOWN;
                case Cancelled cancelled -> false;
                case StoreFailure failure -> false;
                default -> true;
            };
        }

        private void send(List<Deletion> batch) {
            var names = new HashMap<String, Deletion>();
            batch.forEach(deletion -> names.put(store.name(deletion.key()), deletion));
            var identifiers = names.keySet().stream()
                    .map(name -> ObjectIdentifier.builder().key(name).build())
                    .toList();
            var response = store.call(() -> store.client()
                    .deleteObjects(b -> b.bucket(store.bucket())
                            .delete(d -> d.objects(identifiers).quiet(false))));
            var deleted = new HashSet<String>();
            response.deleted().stream().map(DeletedObject::key).forEach(deleted::add);
            var errors = new HashMap<String, S3Error>();
            response.errors().forEach(error -> errors.put(error.key(), error));
            names.forEach((name, deletion) -> results.put(
                    deletion, result(deletion.key(), deleted.contains(name), Optional.ofNullable(errors.get(name)))));
        }

        private DeleteResult result(ObjectKey key, boolean deleted, Optional<S3Error> error) {
            if (error.isEmpty()) {
                return deleted
                        ? new Deleted(key)
                        : new Failed(
                                key, new StoreFailure(store.id(), Optional.of(key), "the server does not say", null));
            }
            String code = error.get().code() == null ? "" : error.get().code();
            String detail = error.get().message() == null
                    ? code
                    : code + ": " + error.get().message();
            var about = Optional.of(key);
            return switch (code) {
                case "NoSuchKey" -> new Deleted(key);
                case "AccessDenied" -> new Failed(key, new AccessDenied(store.id(), about, detail, null));
                case "SlowDown", "ServiceUnavailable" ->
                    new Failed(
                            key, new StoreUnavailable(store.id(), about, Reason.BUSY, detail, Optional.empty(), null));
                case "InternalError" ->
                    new Failed(
                            key,
                            new StoreUnavailable(
                                    store.id(), about, Reason.OUTCOME_UNKNOWN, detail, Optional.empty(), null));
                default -> new Failed(key, new StoreFailure(store.id(), about, detail, null));
            };
        }

        List<DeleteResult> inOrder(Collection<Deletion> deletions) {
            var ordered = new ArrayList<DeleteResult>(deletions.size());
            deletions.forEach(deletion -> ordered.add(results.getOrDefault(
                    deletion,
                    new Failed(
                            deletion.key(),
                            new StoreFailure(store.id(), Optional.of(deletion.key()), "it was not asked for", null)))));
            return List.copyOf(ordered);
        }
    }
}
