package dev.waybill.adapter.sqlite;

import dev.waybill.domain.artifact.ArtifactDraft;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.ArtifactRepository;
import dev.waybill.domain.artifact.ArtifactSummary;
import dev.waybill.domain.artifact.LineageGraph;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.artifact.VersionSummary;
import dev.waybill.domain.artifact.format.JsonObject;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogQuery;
import dev.waybill.domain.catalog.CatalogStore;
import dev.waybill.domain.catalog.MetadataSync;
import dev.waybill.domain.catalog.MetadataSyncListener;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import dev.waybill.domain.catalog.MetadataSyncReport;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import dev.waybill.testkit.Operation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A repository in a store that counts its calls, and the folder where its catalog is kept.
@SuppressWarnings("MustBeClosedChecker") // The scene closes its store.
final class CatalogScene implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    static final RunPath TRAINING = RunPath.parse("demo/train/20261127_120000_0a1b2c");

    final ManualClock clock = new ManualClock(NOON);
    final List<String> warnings = new CopyOnWriteArrayList<>();
    final InMemoryAdapter plain;
    final FaultyAdapter store;
    final Path folder;
    final KeyPrefix root;

    /// A repository in a store that can do everything.
    CatalogScene(Path folder) {
        this(folder, InMemoryAdapter.ALL_CAPABILITIES);
    }

    CatalogScene(Path folder, Capabilities capabilities) {
        this.folder = folder;
        plain = new InMemoryAdapter(clock, capabilities);
        store = new FaultyAdapter(plain);
        root = KeyPrefix.of("team/data/");
    }

    /// What folders can do, into which others write too.
    static Capabilities ofFolders() {
        Capabilities all = InMemoryAdapter.ALL_CAPABILITIES;
        var flags = EnumSet.allOf(Capability.class);
        flags.remove(Capability.USER_METADATA);
        return new Capabilities(
                flags,
                all.maxKeyBytes(),
                all.maxObjectBytes(),
                all.maxPutBytes(),
                all.modifiedPrecision(),
                all.checksums(),
                all.uploadChecksums(),
                all.uploadLimits());
    }

    ArtifactRepository repository() {
        return new ArtifactRepository(plain, root, clock);
    }

    ArtifactDraft draft(String artifact, String content) {
        String[] names = artifact.split("/", 2);
        return new ArtifactDraft(new ArtifactId(names[0], names[1]))
                .addFile(new ObjectKey("weights.bin"), content.getBytes(StandardCharsets.UTF_8))
                .addFile(new ObjectKey("notes.txt"), "the same in all".getBytes(StandardCharsets.UTF_8))
                .describe("about " + content)
                .tag("fast")
                .describe(JsonObject.parse("{\"accuracy\": 0.95, \"note\": \"样本 Größe\"}"));
    }

    int save(String artifact, String content) throws InterruptedException {
        return repository().save(draft(artifact, content)).number();
    }

    void put(String key, String text) {
        put(key, text.getBytes(StandardCharsets.UTF_8));
    }

    void put(String key, byte[] bytes) {
        plain.put(root.key(key), ObjectSource.of(bytes), PutOptions.DEFAULT);
    }

    void delete(String key) {
        plain.delete(root.key(key), DeleteOptions.ANY);
    }

    CatalogStore catalogs() {
        return new SqliteCatalogStore(folder, warnings::add);
    }

    MetadataSync sync() {
        return new MetadataSync(store, root, catalogs(), clock);
    }

    /// Syncs, a minute after whatever was done before.
    MetadataSyncReport synced() throws InterruptedException {
        return synced(MetadataSyncOptions.DEFAULT);
    }

    MetadataSyncReport synced(MetadataSyncOptions options) throws InterruptedException {
        clock.advance(Duration.ofMinutes(1));
        return sync().run(options, MetadataSyncListener.NONE);
    }

    CatalogBrowser browser() {
        return CatalogBrowser.open(catalogs(), sync().id());
    }

    /// Calls on the store since `before`.
    long calls(Operation operation, long before) {
        return store.calls(operation) - before;
    }

    /// Everything that the catalog says, in words.
    List<String> said() throws InterruptedException {
        try (CatalogBrowser browser = browser()) {
            return said(browser);
        }
    }

    static List<String> said(CatalogBrowser browser) throws InterruptedException {
        var said = new ArrayList<String>();
        for (CatalogQuery.Sort sort : CatalogQuery.Sort.values()) {
            for (String tag : List.of("fast", "t0", "t1", "t2")) {
                said.add(tag + " " + browser.artifacts(tagged(tag, sort)));
            }
        }
        for (ArtifactSummary artifact : browser.artifacts(CatalogQuery.ALL).rows()) {
            said.add(artifact.id() + " " + artifact.versions() + " "
                    + artifact.latest().map(each -> each.version()) + " " + new TreeMap<>(artifact.aliases()));
            for (VersionSummary version : browser.versions(artifact.id())) {
                int number = version.entry().version();
                said.add(artifact.id() + ":v" + number + " " + version.deleted() + " " + version.aliases());
                var full = browser.version(new ArtifactReference(
                        Optional.of(artifact.id().type()),
                        artifact.id().name(),
                        Optional.of(number),
                        Optional.empty()));
                said.add(full.metadata().all() + " " + full.manifest() + " " + full.problems());
                said.add(LineageGraph.around(
                                artifact.id(), number, browser.lineage(each -> {}), LineageGraph.Direction.BOTH, 9)
                        .toString());
            }
        }
        said.add(browser.search(List.of("about"), CatalogQuery.ALL).rows().toString());
        said.add(browser.statistics(problem -> said.add(problem.toString())).toString());
        return said;
    }

    private static CatalogQuery tagged(String tag, CatalogQuery.Sort sort) {
        var all = CatalogQuery.ALL;
        return new CatalogQuery(
                all.type(),
                all.name(),
                all.text(),
                Optional.of(tag),
                all.alias(),
                all.status(),
                all.createdFrom(),
                all.createdBefore(),
                sort,
                true,
                0,
                Long.MAX_VALUE);
    }

    @Override
    public void close() {
        store.close();
    }
}
