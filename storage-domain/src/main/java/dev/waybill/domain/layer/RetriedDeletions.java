package dev.waybill.domain.layer;

import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.StoreUnavailable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Many deletions of which only those are made again that the store was unavailable for. One thread.
final class RetriedDeletions {
    private final IObjectStorageAdapter adapter;
    private final Retrier retrier;
    private final List<Deletion> deletions;
    private final List<Optional<DeleteResult>> results;

    RetriedDeletions(IObjectStorageAdapter adapter, Retrier retrier, Collection<Deletion> deletions) {
        this.adapter = adapter;
        this.retrier = retrier;
        this.deletions = List.copyOf(deletions);
        this.results = new ArrayList<>();
        this.deletions.forEach(deletion -> results.add(Optional.empty()));
    }

    /// One result per deletion, in the order given.
    List<DeleteResult> run() {
        try {
            retrier.call(Operation.DELETE_ALL, Optional.empty(), this::attempt);
        } catch (StoreUnavailable | StorageException.Cancelled e) {
            if (results.stream().allMatch(Optional::isEmpty)) {
                throw e;
            }
            pending().forEach(at -> results.set(at, failed(at, e)));
        }
        return results.stream().map(Optional::orElseThrow).toList();
    }

    private List<Integer> attempt(Attempts attempts) {
        List<Integer> pending = pending();
        List<DeleteResult> answers =
                adapter.deleteAll(pending.stream().map(deletions::get).toList());
        StoreUnavailable unavailable = null;
        for (int i = 0; i < pending.size(); i++) {
            int at = pending.get(i);
            DeleteResult answer = answers.get(i);
            results.set(at, Optional.of(settled(answer, attempts)));
            if (answer instanceof DeleteResult.Failed failed && failed.reason() instanceof StoreUnavailable reason) {
                unavailable = reason;
            }
        }
        if (unavailable != null) {
            throw unavailable;
        }
        return pending;
    }

    /// A condition that fails where nothing is was met by an earlier attempt.
    private DeleteResult settled(DeleteResult answer, Attempts attempts) {
        boolean own = attempts.isUncertain()
                && answer instanceof DeleteResult.Failed failed
                && failed.reason() instanceof PreconditionFailed
                && adapter.stat(answer.key()).isEmpty();
        return own ? new DeleteResult.Deleted(answer.key()) : answer;
    }

    private List<Integer> pending() {
        return IntStream.range(0, deletions.size())
                .filter(at -> results.get(at)
                        .map(result -> result instanceof DeleteResult.Failed failed
                                && failed.reason() instanceof StoreUnavailable)
                        .orElse(true))
                .boxed()
                .toList();
    }

    private Optional<DeleteResult> failed(int at, StorageException reason) {
        return Optional.of(new DeleteResult.Failed(deletions.get(at).key(), reason));
    }
}
