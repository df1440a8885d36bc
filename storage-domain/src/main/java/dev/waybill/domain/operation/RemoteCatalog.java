package dev.waybill.domain.operation;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.ArtifactSummary;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.LineageGraph;
import dev.waybill.domain.artifact.VersionSummary;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogHit;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.CatalogPage;
import dev.waybill.domain.catalog.CatalogQuery;
import dev.waybill.domain.catalog.CatalogStore;
import dev.waybill.domain.catalog.KeptCatalog;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// What is known here of a repository of artifacts that lies elsewhere: lists, searches and details come from its
/// catalog, without the network. The catalog is kept open from one look to the next, and each sees what is in it then,
/// whoever wrote it. Any number of threads.
public abstract sealed class RemoteCatalog permits RemoteStorage {
    private final CatalogId id;
    private final CatalogStore catalogs;
    private final AtomicReference<KeptCatalog> kept;

    @SuppressWarnings("MustBeClosedChecker") // closed by letGo
    RemoteCatalog(CatalogId id, CatalogStore catalogs) {
        this.id = id;
        this.catalogs = catalogs;
        this.kept = new AtomicReference<>(catalogs.keep(id));
    }

    /// Which repository it is.
    public CatalogId id() {
        return id;
    }

    KeptCatalog kept() {
        return kept.get();
    }

    /// Keeps the catalog open from now on, after it was let go.
    @SuppressWarnings("MustBeClosedChecker") // closed by letGo
    void keepAnew() {
        kept.getAndSet(catalogs.keep(id)).close();
    }

    /// Closes the catalog; each look opens it for itself.
    void letGo() {
        kept.get().close();
    }

    /// Opens the catalog, for several looks at one state of it.
    ///
    /// @throws ArtifactFailure.NotFound if there is none yet
    @MustBeClosed
    public CatalogBrowser browse() {
        return CatalogBrowser.open(kept.get(), id);
    }

    /// All artifacts, by type and name.
    public List<ArtifactSummary> listArtifacts() {
        return listArtifacts(CatalogQuery.ALL).rows();
    }

    /// The artifacts that are asked for.
    public CatalogPage<ArtifactSummary> listArtifacts(CatalogQuery query) {
        try (CatalogBrowser browser = browse()) {
            return browser.artifacts(query);
        }
    }

    /// The versions that have all of these words in their name, description, tags or metadata, the best first.
    public CatalogPage<CatalogHit> search(List<String> words, CatalogQuery query) {
        try (CatalogBrowser browser = browse()) {
            return browser.search(words, query);
        }
    }

    /// The versions of an artifact.
    public List<VersionSummary> listVersions(ArtifactId artifact) throws InterruptedException {
        try (CatalogBrowser browser = browse()) {
            return browser.versions(artifact);
        }
    }

    /// Everything that is known of a version: its metadata and the files it has.
    ///
    /// @throws ArtifactFailure.NotFound if there is no such version
    public ArtifactVersion loadArtifact(ArtifactId artifact, int version) {
        return loadArtifact(ArtifactReference.of(artifact, version));
    }

    /// Everything that is known of a version, named by number or alias.
    ///
    /// @throws ArtifactFailure.NotFound if there is no such version
    public ArtifactVersion loadArtifact(ArtifactReference reference) {
        try (CatalogBrowser browser = browse()) {
            return browser.version(reference);
        }
    }

    /// Which versions a version came of, and which came of it.
    ///
    /// @param depth how many steps are gone
    public LineageGraph lineage(ArtifactId artifact, int version, LineageGraph.Direction direction, int depth) {
        try (CatalogBrowser browser = browse()) {
            return LineageGraph.around(artifact, version, browser.lineage(problem -> {}), direction, depth);
        }
    }
}
