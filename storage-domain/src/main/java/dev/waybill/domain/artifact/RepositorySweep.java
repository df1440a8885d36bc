package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.SweepDocument;
import dev.waybill.port.Capability;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Removes what nobody needs any more. It says so before it looks, and saves wait meanwhile: see [SaveMark].
final class RepositorySweep {
    /// How old the sign of another sweep must be to be that of a dead one.
    private static final Duration ABANDONED = Duration.ofHours(1);
    private static final int BATCH = 500;

    private final IObjectStorageAdapter store;
    private final ArtifactKeys keys;
    private final Documents documents;
    private final SweepScan scan;
    private final FileTree tree;
    private final Clock clock;

    RepositorySweep(
            IObjectStorageAdapter store,
            ArtifactKeys keys,
            Documents documents,
            SweepScan scan,
            FileTree tree,
            Clock clock) {
        this.store = store;
        this.keys = keys;
        this.documents = documents;
        this.scan = scan;
        this.tree = tree;
        this.clock = clock;
    }

    /// What would go.
    SweepReport plan(Duration minAge) {
        return report(scan.run(minAge), List.of());
    }

    /// Removes it.
    SweepReport run(Duration minAge) {
        String id = UUID.randomUUID().toString();
        begin(id);
        try {
            SweepFindings found = scan.run(minAge);
            var failures = new ArrayList<ArtifactProblem>();
            remove(id, found.contents(), failures);
            for (SweepFindings.Leftover leftover : found.leftovers()) {
                requireOwn(id);
                tree.removeAll(leftover.id(), leftover.number());
            }
            remove(id, found.marks(), failures);
            return report(found, failures);
        } finally {
            end(id);
        }
    }

    private static SweepReport report(SweepFindings found, List<ArtifactProblem> failures) {
        return new SweepReport(
                found.contents().size(),
                found.contents().stream().mapToLong(ObjectMetadata::size).sum(),
                found.leftovers().stream()
                        .map(leftover -> leftover.id() + ":v" + leftover.number())
                        .toList(),
                List.copyOf(failures));
    }

    private void begin(String id) {
        ObjectKey key = keys.sweep();
        store.stat(key)
                .filter(sign -> sign.modified().isBefore(clock.instant().minus(ABANDONED)))
                .ifPresent(this::delete);
        try {
            store.put(
                    key,
                    ObjectSource.of(SweepDocument.write(id, clock.instant())),
                    PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT));
        } catch (StorageException.PreconditionFailed e) {
            throw new ArtifactFailure.Busy("another gc is at work in " + store.store() + ", or died less than an hour"
                    + " ago: " + key + " says so");
        }
    }

    private void end(String id) {
        if (isOwn(id)) {
            store.delete(keys.sweep(), DeleteOptions.ANY);
        }
    }

    private boolean isOwn(String id) {
        return documents
                .read(keys.sweep(), SweepDocument::id)
                .filter(id::equals)
                .isPresent();
    }

    /// One that was taken for dead must not go on.
    private void requireOwn(String id) {
        if (!isOwn(id)) {
            throw new ArtifactFailure.Busy("this gc was so slow that another took its turn in " + store.store());
        }
    }

    private void remove(String id, List<ObjectMetadata> doomed, List<ArtifactProblem> failures) {
        for (int from = 0; from < doomed.size(); from += BATCH) {
            requireOwn(id);
            var batch = doomed.subList(from, Math.min(doomed.size(), from + BATCH));
            for (DeleteResult result :
                    store.deleteAll(batch.stream().map(this::deletion).toList())) {
                if (result instanceof DeleteResult.Failed failed) {
                    failures.add(new ArtifactProblem(
                            failed.key().value(), String.valueOf(failed.reason().getMessage())));
                }
            }
        }
    }

    private void delete(ObjectMetadata object) {
        store.delete(object.key(), deletion(object).options());
    }

    /// Only the version that was looked at goes, where the store can tell.
    private Deletion deletion(ObjectMetadata object) {
        return new Deletion(
                object.key(),
                new DeleteOptions(
                        object.etag().filter(etag -> store.capabilities().has(Capability.DELETE_IF_MATCH))));
    }
}
