package dev.waybill.domain.operation;

import dev.waybill.domain.artifact.ArtifactBrowser;
import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.VersionSummary;
import dev.waybill.port.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The same done to many versions. Each failure is told of and stops no other, unless the store cannot be reached or
/// the thread is interrupted. One thread.
public final class VersionBatch {
    private final ArtifactBrowser browser;
    private final Consumer<? super RuntimeException> onFailure;
    private final Map<String, ArtifactId> known = new HashMap<>();
    private final Map<String, RuntimeException> failures = new LinkedHashMap<>();
    private int done;

    /// @param browser finds what is named
    /// @param onFailure told of each failure as it comes
    public VersionBatch(ArtifactBrowser browser, Consumer<? super RuntimeException> onFailure) {
        this.browser = browser;
        this.onFailure = onFailure;
    }

    /// A version that something is done to.
    ///
    /// @param id what it is a version of
    /// @param number its number
    public record Item(ArtifactId id, int number) {
        @Override
        public String toString() {
            return id + ":v" + number;
        }
    }

    /// Something that may fail.
    public interface Step {
        /// Does it.
        void run() throws InterruptedException;
    }

    /// Does the same to all that is named.
    ///
    /// @throws IllegalArgumentException if an alias is to name several versions of an artifact
    BatchReport make(List<VersionRange> versions, VersionChange change, ArtifactOperations operations)
            throws InterruptedException {
        if (change instanceof VersionChange.SetAlias alias) {
            alias.requireOneOfEach(versions);
        }
        var changed = new ArrayList<Item>();
        for (Item item : items(versions, change::isFor)) {
            if (isDone(item.toString(), () -> change.make(operations, item.id(), item.number()))) {
                changed.add(item);
            }
        }
        return new BatchReport(changed, failures);
    }

    /// Does a step, and tells of its failure.
    ///
    /// @param about what it is about
    public boolean isDone(String about, Step step) throws InterruptedException {
        try {
            step.run();
            done++;
            return true;
        } catch (StorageException.StoreUnavailable | StorageException.Cancelled e) {
            throw e;
        } catch (StorageException | ArtifactFailure e) {
            failures.put(about, e);
            onFailure.accept(e);
            return false;
        }
    }

    /// Finds out what is meant, and tells of what is not there.
    ///
    /// @param about what it is about
    public void resolve(String about, Step step) throws InterruptedException {
        if (isDone(about, step)) {
            done--;
        }
    }

    /// The versions that were named, each once.
    ///
    /// @param which those of a row that are meant
    public List<Item> items(List<VersionRange> versions, Predicate<? super VersionSummary> which)
            throws InterruptedException {
        Set<Item> items = new LinkedHashSet<>();
        for (VersionRange each : versions) {
            resolve(each.toString(), () -> items.addAll(items(each, which)));
        }
        return List.copyOf(items);
    }

    private List<Item> items(VersionRange versions, Predicate<? super VersionSummary> which)
            throws InterruptedException {
        ArtifactReference first = versions.first();
        ArtifactId id = identify(first);
        if (versions.last().isPresent()) {
            return row(id, first.version().orElse(1), versions.last().get(), which);
        }
        if (first.version().isPresent()) {
            return List.of(new Item(id, first.version().get()));
        }
        return List.of(new Item(id, browser.version(first).number()));
    }

    /// The artifact that is meant, looked for once.
    public ArtifactId identify(ArtifactReference reference) {
        String name = reference.type().map(type -> type + "/").orElse("") + reference.name();
        ArtifactId id = known.get(name);
        if (id == null) {
            id = browser.identify(reference.type(), reference.name());
            known.put(name, id);
        }
        return id;
    }

    private List<Item> row(ArtifactId id, int first, int last, Predicate<? super VersionSummary> which)
            throws InterruptedException {
        var row = new ArrayList<Item>();
        for (VersionSummary version : browser.versions(id)) {
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
    public Map<String, RuntimeException> failures() {
        return failures;
    }

    /// Whether anything was done.
    public boolean isAnythingDone() {
        return done > 0;
    }
}
