package dev.waybill.domain.operation;

import dev.waybill.domain.artifact.ArtifactDraft;
import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.ArtifactRepository;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.CheckOptions;
import dev.waybill.domain.artifact.CheckReport;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.artifact.SavedVersion;
import dev.waybill.domain.artifact.SweepReport;
import dev.waybill.domain.catalog.CatalogRefresh;
import dev.waybill.domain.sync.SyncRefused;
import dev.waybill.port.StorageException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Changes a repository as [ArtifactRepository] does, records each change in a history, and brings the catalog of the
/// repository, where there is one, up to date with it at once. Any number of threads. Closes nothing.
///
/// What cannot be recorded, or does not show in the catalog yet, is warned of; the change itself stands or falls by the
/// repository alone.
public final class ArtifactOperations {
    private final ArtifactRepository repository;
    private final CatalogRefresh catalog;
    private final OperationRecorder recorder;
    private final Map<String, String> arguments;

    /// @param repository what is changed
    /// @param catalog brings the catalog up to date
    /// @param recorder records what is done
    public ArtifactOperations(ArtifactRepository repository, CatalogRefresh catalog, OperationRecorder recorder) {
        this(repository, catalog, recorder, Map.of());
    }

    private ArtifactOperations(
            ArtifactRepository repository,
            CatalogRefresh catalog,
            OperationRecorder recorder,
            Map<String, String> arguments) {
        this.repository = repository;
        this.catalog = catalog;
        this.recorder = recorder;
        this.arguments = arguments;
    }

    /// The same, recording this argument with each operation.
    public ArtifactOperations with(String argument, String value) {
        var more = new LinkedHashMap<>(arguments);
        more.put(argument, value);
        return new ArtifactOperations(repository, catalog, recorder, more);
    }

    /// Saves a version; as [ArtifactRepository#save].
    public SavedVersion save(ArtifactDraft draft) throws InterruptedException {
        Map<String, String> said = new LinkedHashMap<>();
        draft.run().ifPresent(run -> said.put("run", run.toString()));
        if (!draft.tags().isEmpty()) {
            said.put("tags", String.join(", ", draft.tags()));
        }
        return change(
                new Target(Operation.SAVE, Optional.of(draft.id()), OptionalInt.empty(), draft.run()),
                said,
                () -> repository.save(draft),
                saved -> OptionalInt.of(saved.number()));
    }

    /// Sets an alias; as [ArtifactRepository#setAlias].
    public void setAlias(ArtifactId id, int version, String alias) throws InterruptedException {
        change(Target.of(Operation.SET_ALIAS, id, version), Map.of("alias", alias), () -> {
            repository.setAlias(id, version, alias);
            return true;
        });
    }

    /// Removes an alias; as [ArtifactRepository#removeAlias].
    public void removeAlias(ArtifactId id, String alias) throws InterruptedException {
        var target = new Target(Operation.REMOVE_ALIAS, Optional.of(id), OptionalInt.empty(), Optional.empty());
        change(target, Map.of("alias", alias), () -> {
            repository.removeAlias(id, alias);
            return true;
        });
    }

    /// Adds and removes tags; as [ArtifactRepository#changeTags].
    public void changeTags(ArtifactId id, int version, Collection<String> added, Collection<String> removed)
            throws InterruptedException {
        Map<String, String> said = new LinkedHashMap<>();
        if (!added.isEmpty()) {
            said.put("add", String.join(", ", added));
        }
        if (!removed.isEmpty()) {
            said.put("remove", String.join(", ", removed));
        }
        change(Target.of(Operation.TAG, id, version), said, () -> {
            repository.changeTags(id, version, added, removed);
            return true;
        });
    }

    /// Marks a version as deleted; as [ArtifactRepository#delete].
    public void delete(ArtifactId id, int version, boolean force) throws InterruptedException {
        change(Target.of(Operation.DELETE, id, version), forced(force), () -> {
            repository.delete(id, version, force);
            return true;
        });
    }

    /// Restores a deleted version; as [ArtifactRepository#restore].
    public void restore(ArtifactId id, int version) throws InterruptedException {
        change(Target.of(Operation.RESTORE, id, version), Map.of(), () -> {
            repository.restore(id, version);
            return true;
        });
    }

    /// Removes a version for good; as [ArtifactRepository#remove].
    public long remove(ArtifactId id, int version, boolean force) throws InterruptedException {
        return change(
                Target.of(Operation.REMOVE, id, version), forced(force), () -> repository.remove(id, version, force));
    }

    /// A version to work with; as [ArtifactRepository#use].
    public ArtifactVersion use(ArtifactReference reference, RunPath run) throws InterruptedException {
        ArtifactVersion version = repository.version(reference);
        var target = new Target(
                Operation.USE, Optional.of(version.id()), OptionalInt.of(version.number()), Optional.of(run));
        return change(target, Map.of("run", run.toString()), () -> repository.use(version, run));
    }

    private static Map<String, String> forced(boolean force) {
        return force ? Map.of("force", "yes") : Map.of();
    }

    /// Looks whether all that is said of artifacts is there, and right; as [ArtifactRepository#check]. It is recorded
    /// only where it may mend something.
    public CheckReport check(List<ArtifactId> ids, CheckOptions options) throws InterruptedException {
        if (!options.mend()) {
            return repository.check(ids, options);
        }
        Map<String, String> said = new LinkedHashMap<>();
        if (ids.size() > 1) {
            said.put("artifacts", ids.stream().map(ArtifactId::toString).collect(Collectors.joining(", ")));
        }
        if (options.content()) {
            said.put("content", "yes");
        }
        Optional<ArtifactId> one = ids.size() == 1 ? Optional.of(ids.getFirst()) : Optional.empty();
        var target = new Target(Operation.MEND, one, OptionalInt.empty(), Optional.empty());
        return change(target, said, () -> repository.check(ids, options));
    }

    /// Removes contents that no version has; as [ArtifactRepository#sweep]. What catalogs say does not change by it.
    public SweepReport sweep(Duration minAge) throws InterruptedException {
        var target = new Target(Operation.SWEEP, Optional.empty(), OptionalInt.empty(), Optional.empty());
        return change(target, Map.of("min-age", minAge.toString()), () -> repository.sweep(minAge));
    }

    /// What an operation is done to.
    private record Target(Operation operation, Optional<ArtifactId> id, OptionalInt version, Optional<RunPath> run) {
        static Target of(Operation operation, ArtifactId id, int version) {
            return new Target(operation, Optional.of(id), OptionalInt.of(version), Optional.empty());
        }
    }

    private interface Change<T> {
        T make() throws InterruptedException;
    }

    private <T> T change(Target target, Map<String, String> said, Change<T> change) throws InterruptedException {
        return change(target, said, change, done -> OptionalInt.empty());
    }

    /// @param version the version that came of it
    private <T> T change(Target target, Map<String, String> said, Change<T> change, Function<T, OptionalInt> version)
            throws InterruptedException {
        Map<String, String> all = new LinkedHashMap<>(arguments);
        all.putAll(said);
        var record = recorder.begin(target.operation(), target.id(), target.version(), all);
        T done;
        try {
            done = change.make();
        } catch (InterruptedException | RuntimeException e) {
            record.failed(e);
            throw e;
        }
        OptionalInt made = version.apply(done);
        record.done(made);
        target.id()
                .filter(id -> target.operation().changesDocuments())
                .ifPresent(
                        id -> refresh(new CatalogRefresh.Changed(id, numbers(target.version(), made), target.run())));
        return done;
    }

    private static Set<Integer> numbers(OptionalInt known, OptionalInt made) {
        return known.isPresent() ? Set.of(known.getAsInt()) : made.isPresent() ? Set.of(made.getAsInt()) : Set.of();
    }

    private void refresh(CatalogRefresh.Changed changed) {
        try {
            catalog.run(changed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StorageException | ArtifactFailure | SyncRefused e) {
            recorder.warn("it was done, but the catalog here does not show it before the next sync: " + e.getMessage());
        }
    }
}
