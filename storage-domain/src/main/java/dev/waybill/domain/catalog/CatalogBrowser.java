package dev.waybill.domain.catalog;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.artifact.ArtifactBrowser;
import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactProblem;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.ArtifactRepository;
import dev.waybill.domain.artifact.ArtifactSummary;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.RepositoryDocuments;
import dev.waybill.domain.artifact.RepositoryStatistics;
import dev.waybill.domain.artifact.RunLookup;
import dev.waybill.domain.artifact.VersionSummary;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Looks at a repository in its catalog, as it was when it was last synced, without the network. Any number of threads.
///
/// ```java
/// try (var browser = CatalogBrowser.open(catalogs, id)) {
///     browser.artifacts(CatalogQuery.ALL).rows().forEach(System.out::println);
/// }
/// ```
public final class CatalogBrowser implements ArtifactBrowser, AutoCloseable {
    private final CatalogId id;
    private final CatalogReader reader;
    private final ArtifactRepository repository;

    private CatalogBrowser(CatalogId id, CatalogReader reader) {
        this.id = id;
        this.reader = reader;
        // Nothing is written, so no time is.
        var clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        this.repository = new ArtifactRepository(new CatalogDocuments(id, reader), id.root(), clock);
    }

    /// Opens the catalog of a repository.
    ///
    /// @throws ArtifactFailure.NotFound if there is none
    @MustBeClosed
    public static CatalogBrowser open(CatalogStore catalogs, CatalogId id) {
        return open(catalogs.openReader(id), id);
    }

    /// Looks at a catalog that is kept open.
    ///
    /// @param id which repository it is of
    /// @throws ArtifactFailure.NotFound if there is none
    @MustBeClosed
    public static CatalogBrowser open(KeptCatalog catalog, CatalogId id) {
        return open(catalog.read(), id);
    }

    private static CatalogBrowser open(Optional<CatalogReader> opened, CatalogId id) {
        return opened.filter(reader -> isSynced(reader))
                .map(reader -> new CatalogBrowser(id, reader))
                .orElseThrow(() -> new ArtifactFailure.NotFound(
                        "no catalog of " + id + " yet; waybill remote sync brings one here"));
    }

    private static boolean isSynced(CatalogReader reader) {
        if (reader.state().listedAt().isPresent()) {
            return true;
        }
        reader.close();
        return false;
    }

    /// The catalog as a repository of which there are the documents, and nothing else: for downloads that take files
    /// from what is at hand. Not to be used when this is closed.
    public ArtifactRepository documents() {
        return repository;
    }

    /// How far the catalog goes.
    public CatalogState state() {
        return reader.state();
    }

    /// How much the catalog holds.
    public CatalogSize size() {
        return reader.size();
    }

    /// The artifacts that are asked for.
    public CatalogPage<ArtifactSummary> artifacts(CatalogQuery query) {
        return reader.artifacts(query);
    }

    /// The versions that have all of these words in their name, description, tags or metadata.
    ///
    /// @param words words, or beginnings of words
    public CatalogPage<CatalogHit> search(List<String> words, CatalogQuery query) {
        return reader.search(words, query);
    }

    /// What of the repository cannot be used, by name.
    public List<ArtifactProblem> problems() {
        return reader.problems();
    }

    @Override
    public List<ArtifactSummary> list(Consumer<? super ArtifactProblem> problems) {
        reader.problems().forEach(problems);
        return reader.artifacts(CatalogQuery.ALL).rows();
    }

    @Override
    public ArtifactId identify(Optional<String> type, String name) {
        if (type.isPresent()) {
            return new ArtifactId(type.get(), name);
        }
        List<String> types = reader.types(name);
        if (types.isEmpty()) {
            throw new ArtifactFailure.NotFound("no artifact \"" + name + "\" of any type in the catalog of " + id);
        }
        if (types.size() > 1) {
            throw new ArtifactFailure.Ambiguous("two types have an artifact \"" + name + "\"; say which one: "
                    + types.get(0) + "/" + name + " or " + types.get(1) + "/" + name);
        }
        return new ArtifactId(types.getFirst(), name);
    }

    @Override
    public List<VersionSummary> versions(ArtifactId artifact) throws InterruptedException {
        return repository.versions(artifact);
    }

    /// The version with what is wrong with it, among that whether it is older here than in the repository.
    @Override
    public ArtifactVersion version(ArtifactReference reference) {
        ArtifactId artifact = identify(reference.type(), reference.name());
        ArtifactVersion version = repository.version(new ArtifactReference(
                Optional.of(artifact.type()), artifact.name(), reference.version(), reference.alias()));
        var problems = new ArrayList<>(version.problems());
        var documents = new RepositoryDocuments(id.root());
        var keys = List.of(
                documents.index(artifact),
                documents.metadata(artifact, version.number()),
                documents.manifest(artifact, version.number()));
        for (DocumentState stale : reader.stale(keys)) {
            stale.flaw()
                    .ifPresent(flaw ->
                            problems.add(stale.key() + " is older here than in the repository: " + flaw.detail()));
        }
        return new ArtifactVersion(
                version.id(),
                version.entry(),
                version.metadata(),
                version.manifest(),
                version.aliases(),
                version.deleted(),
                List.copyOf(problems));
    }

    @Override
    public RunLookup lineage(Consumer<? super ArtifactProblem> problems) {
        return reader;
    }

    @Override
    public RepositoryStatistics statistics(Consumer<? super ArtifactProblem> problems) {
        reader.problems().forEach(problems);
        return reader.statistics();
    }

    @Override
    public void close() {
        reader.close();
    }
}
