package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import dev.waybill.cli.exit.Failures;
import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.ArtifactRepository;
import dev.waybill.domain.artifact.VersionSummary;
import dev.waybill.port.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The same done to many versions. Each failure is told of and stops no other, unless the store cannot be reached or
/// the
/// user breaks it off. One thread.
final class VersionBatch {
    private final RepositoryCommand.Work work;
    private final Map<String, ArtifactId> known = new HashMap<>();
    private final Map<String, Failure> failures = new LinkedHashMap<>();
    private int done;

    VersionBatch(RepositoryCommand.Work work) {
        this.work = work;
    }

    /// A version that something is done to.
    record Item(ArtifactId id, int number) {
        @Override
        public String toString() {
            return id + ":v" + number;
        }
    }

    /// Something that may fail.
    interface Step {
        void run() throws InterruptedException;
    }

    /// Does a step, and tells of its failure.
    ///
    /// @param about what it is about
    boolean isDone(String about, Step step) throws InterruptedException {
        try {
            step.run();
            done++;
            return true;
        } catch (StorageException e) {
            if (e instanceof StorageException.StoreUnavailable || e instanceof StorageException.Cancelled) {
                throw e;
            }
            failed(about, e);
        } catch (ArtifactFailure | CommandFailure e) {
            failed(about, e);
        }
        return false;
    }

    /// Finds out what is meant, and tells of what is not there.
    void resolve(String about, Step step) throws InterruptedException {
        if (isDone(about, step)) {
            done--;
        }
    }

    private void failed(String about, RuntimeException reason) {
        Failure failure = Failures.of(reason);
        failures.put(about, failure);
        work.console().failure(failure);
    }

    /// The versions that were chosen, each once.
    ///
    /// @param which those of a row that are meant
    List<Item> items(List<VersionChoice> choices, Predicate<? super VersionSummary> which) throws InterruptedException {
        Set<Item> items = new LinkedHashSet<>();
        for (VersionChoice choice : choices) {
            resolve(choice.toString(), () -> items.addAll(items(choice, which)));
        }
        return List.copyOf(items);
    }

    private List<Item> items(VersionChoice choice, Predicate<? super VersionSummary> which)
            throws InterruptedException {
        ArtifactReference first = choice.first();
        ArtifactId id = identify(first);
        if (choice.last().isPresent()) {
            return row(id, first.version().orElse(1), choice.last().get(), which);
        }
        if (first.version().isPresent()) {
            return List.of(new Item(id, first.version().get()));
        }
        return List.of(new Item(id, work.repository().version(first).number()));
    }

    /// The artifact that is meant, looked for once.
    ArtifactId identify(ArtifactReference reference) {
        String name = reference.type().map(type -> type + "/").orElse("") + reference.name();
        ArtifactId id = known.get(name);
        if (id == null) {
            id = work.repository().identify(reference.type(), reference.name());
            known.put(name, id);
        }
        return id;
    }

    private List<Item> row(ArtifactId id, int first, int last, Predicate<? super VersionSummary> which)
            throws InterruptedException {
        ArtifactRepository repository = work.repository();
        var row = new ArrayList<Item>();
        for (VersionSummary version : repository.versions(id)) {
            int number = version.entry().version();
            if (number >= first && number <= last && which.test(version)) {
                row.add(new Item(id, number));
            }
        }
        if (row.isEmpty()) {
            throw new ArtifactFailure.NotFound(
                    "none of v" + first + " to v" + last + " of " + id + " is to be changed");
        }
        return row;
    }

    /// Why what was not done, by what it is about.
    Map<String, Failure> failures() {
        return failures;
    }

    /// How the command ends: as the one kind of failure that there was, if nothing was done beside it.
    ExitCode exitCode() {
        List<ExitCode> codes =
                failures.values().stream().map(Failure::code).distinct().toList();
        if (codes.isEmpty()) {
            return ExitCode.DONE;
        }
        return done == 0 && codes.size() == 1 ? codes.getFirst() : ExitCode.INCOMPLETE;
    }
}
