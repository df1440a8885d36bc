package dev.waybill.domain.catalog;

import dev.waybill.domain.artifact.RepositoryDocuments;
import dev.waybill.domain.artifact.RepositoryObject;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.sync.PathPatterns;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.util.List;
import java.util.stream.Stream;

/// Which of the documents of a repository its catalog holds, by patterns in gitignore syntax that count from the
/// repository. It only leaves out: what is no document of a repository never is brought.
///
/// The mark of a deleted version or run is brought wherever a document is that tells of the version or run, whatever
/// the patterns say of the mark: without it, what was deleted would look alive. Any number of threads.
public final class MetadataSelection {
    /// All documents.
    public static final MetadataSelection ALL = new MetadataSelection(List.of(), List.of());

    private final List<String> include;
    private final List<String> exclude;
    private final PathPatterns patterns;

    /// @param include what is brought; all documents if empty
    /// @param exclude what of that is not
    /// @throws IllegalArgumentException naming the first that is no pattern, and the rule
    public MetadataSelection(List<String> include, List<String> exclude) {
        this.include = List.copyOf(include);
        this.exclude = List.copyOf(exclude);
        Stream.of(this.include, this.exclude).flatMap(List::stream).forEach(MetadataSelection::requireLine);
        this.patterns = PathPatterns.of(include, exclude);
    }

    private static void requireLine(String pattern) {
        if (pattern.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("not a pattern: \"" + pattern.replaceAll("\\p{Cntrl}", "?")
                    + "\": it must have no control characters");
        }
    }

    /// The patterns of what is brought; all documents are if there is none.
    public List<String> include() {
        return include;
    }

    /// The patterns of what of that is not.
    public List<String> exclude() {
        return exclude;
    }

    /// Whether nothing is left out.
    public boolean isAll() {
        return include.isEmpty() && exclude.isEmpty();
    }

    /// Whether a document is brought.
    ///
    /// @param root where the repository lies
    boolean has(KeyPrefix root, ObjectKey document) {
        if (isAll()) {
            return true;
        }
        var documents = new RepositoryDocuments(root);
        return switch (RepositoryObject.of(root, document)) {
            case RepositoryObject.Deleted mark ->
                Stream.of(
                                documents.index(mark.id()),
                                documents.metadata(mark.id(), mark.number()),
                                documents.manifest(mark.id(), mark.number()))
                        .anyMatch(key -> isMeant(root, key));
            case RepositoryObject.Run run when run.isDeleted() -> hasAny(root, documents, run.run());
            default -> isMeant(root, document);
        };
    }

    private boolean hasAny(KeyPrefix root, RepositoryDocuments documents, RunPath run) {
        return RepositoryObject.RUN_DOCUMENTS.stream()
                .map(file -> documents.run(run, file))
                .filter(key ->
                        !(RepositoryObject.of(root, key) instanceof RepositoryObject.Run told && told.isDeleted()))
                .anyMatch(key -> isMeant(root, key));
    }

    private boolean isMeant(KeyPrefix root, ObjectKey key) {
        return patterns.include(key.value().substring(root.value().length()));
    }

    /// Whether nothing in a folder is brought, so that it need not be looked into.
    ///
    /// @param folder the beginning of its keys, with `/` at its end
    boolean leavesOut(KeyPrefix root, String folder) {
        if (exclude.isEmpty() || folder.length() <= root.value().length()) {
            return false;
        }
        boolean isExcluded =
                patterns.excludeFolder(folder.substring(root.value().length(), folder.length() - 1));
        // The index of the artifact may be brought, and with it the marks of its versions.
        return isExcluded
                && ObjectKey.parse(folder + ".deleted")
                        .filter(mark -> RepositoryObject.of(root, mark) instanceof RepositoryObject.Deleted)
                        .filter(mark -> has(root, mark))
                        .isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MetadataSelection that && include.equals(that.include) && exclude.equals(that.exclude);
    }

    @Override
    public int hashCode() {
        return 31 * include.hashCode() + exclude.hashCode();
    }

    @Override
    public String toString() {
        return "MetadataSelection[include=" + include + ", exclude=" + exclude + "]";
    }
}
