package dev.waybill.bench;

import dev.waybill.adapter.sqlite.SqliteCatalogStore;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.LineageGraph;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.CatalogPage;
import dev.waybill.domain.catalog.CatalogQuery;
import dev.waybill.domain.catalog.CatalogStore;
import dev.waybill.domain.catalog.KeptCatalog;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks a catalog of many artifacts: in one warm process, and by whole commands.
final class CatalogQuestions {
    private static final String HEAP = System.getProperty("bench.heap", "1500m");
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 41;
    private static final int COMMAND_ROUNDS = 7;
    private static final int PAGE = 20;
    private static final int VERSIONS_AWAY = 500;

    private final Waybill waybill;
    private final Meter meter;
    private final Path scratch;
    private final ArtifactFigures figures;

    CatalogQuestions(Waybill waybill, Meter meter, Path scratch, ArtifactFigures figures) {
        this.waybill = waybill;
        this.meter = meter;
        this.scratch = scratch;
        this.figures = figures;
    }

    private interface Asking {
        String ask(CatalogBrowser browser) throws InterruptedException;
    }

    /// Makes the catalog and asks.
    void run(MadeRepository repository, int rounds) throws IOException, InterruptedException {
        var root = Files.createDirectories(scratch.resolve("made")).toRealPath();
        var cache = scratch.resolve("cache-of-many");
        var folder = cache.resolve("waybill/catalogs");
        var built = make(repository, root, folder);
        var catalogs = new SqliteCatalogStore(folder, System.err::println);
        var id = new CatalogId(new StoreId("file", root.toString()), KeyPrefix.ALL);
        try (var browser = CatalogBrowser.open(catalogs, id)) {
            String[] seconds = built.output().strip().split(" ", -1);
            figures.paragraph(
                    "A catalog of %,d artifacts with %,d versions, %,d runs and %,d documents was made from nothing in %s s, with no store to wait for; a sync that finds nothing new takes %s s. Both together took %.0f s of CPU and %.0f MiB of memory with a heap of %s; the catalog takes %,d MiB of disk."
                            .formatted(
                                    browser.size().artifacts(),
                                    browser.size().versions(),
                                    browser.size().runs(),
                                    browser.size().documents(),
                                    seconds[0],
                                    seconds[1],
                                    built.usage().cpuSeconds(),
                                    built.usage().peakMebibytes(),
                                    HEAP,
                                    browser.size().bytes() >> 20));
        }
        figures.questions(
                "Asked of %,d artifacts, in one warm process".formatted(repository.artifacts()),
                asked(catalogs, id, repository));
        commands(repository, root, cache, rounds);
    }

    /// Nothing but the catalog takes time in it: the documents are made in memory.
    private Meter.Run make(MadeRepository repository, Path root, Path folder) throws IOException, InterruptedException {
        return meter.told(
                List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx" + HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        MadeCatalog.class.getName(),
                        folder.toString(),
                        root.toString(),
                        Integer.toString(repository.artifacts())),
                Path.of("").toAbsolutePath(),
                Map.of());
    }

    private static List<ArtifactFigures.Question> asked(CatalogStore catalogs, CatalogId id, MadeRepository repository)
            throws InterruptedException {
        int half = repository.artifacts() / 2;
        var middle = repository.inChain(repository.runs() / 2);
        var reference = ArtifactReference.parse(middle.type() + "/" + middle.name() + ":v2");
        int away = Math.min(VERSIONS_AWAY / 2, repository.runs() / 2);
        Map<String, Asking> questions = new LinkedHashMap<>();
        questions.put("the first " + PAGE, browser -> rows(browser.artifacts(page(0))));
        questions.put("%d from the %,dth on".formatted(PAGE, half), browser -> rows(browser.artifacts(page(half))));
        questions.put("the " + PAGE + " newest", browser -> rows(browser.artifacts(sorted(CatalogQuery.Sort.CREATED))));
        questions.put("the " + PAGE + " largest", browser -> rows(browser.artifacts(sorted(CatalogQuery.Sort.SIZE))));
        questions.put(
                "the first " + PAGE + " with a tag", browser -> rows(browser.artifacts(tagged(page(0), "reviewed"))));
        questions.put("all of them", browser -> rows(browser.artifacts(CatalogQuery.ALL)));
        questions.put(
                "details of one version",
                browser -> browser.version(reference).manifest().files().size() + " files");
        questions.put(
                "versions of one artifact",
                browser -> browser.versions(browser.identify(Optional.empty(), middle.name()))
                                .size() + " versions");
        questions.put("search for a rare word", browser -> hits(browser, "aurora"));
        questions.put("search for two common words", browser -> hits(browser, "resnet", "imagenet"));
        questions.put("lineage", browser -> {
            var graph = LineageGraph.around(
                    browser.identify(Optional.empty(), middle.name()),
                    1,
                    browser.lineage(problem -> {}),
                    LineageGraph.Direction.BOTH,
                    away);
            return "%,d nodes".formatted(graph.nodes().size());
        });
        questions.put(
                "statistics",
                browser -> "%,d versions"
                        .formatted(browser.statistics(problem -> {}).versions()));
        var answers = new ArrayList<ArtifactFigures.Question>();
        try (KeptCatalog catalog = catalogs.keep(id)) {
            for (var question : questions.entrySet()) {
                answers.add(ask(catalog, id, question.getKey(), question.getValue()));
            }
        }
        return answers;
    }

    /// As a program does by `RemoteStorage`: the catalog is kept open from one question to the next.
    private static ArtifactFigures.Question ask(KeptCatalog catalog, CatalogId id, String question, Asking asking)
            throws InterruptedException {
        var times = new ArrayList<Double>();
        String found = "";
        long end = System.nanoTime() + 20_000_000_000L;
        for (int round = 0; round < WARM_UP + ROUNDS && (times.size() < 3 || System.nanoTime() < end); round++) {
            long began = System.nanoTime();
            try (var browser = CatalogBrowser.open(catalog, id)) {
                found = asking.ask(browser);
            }
            times.add((System.nanoTime() - began) / 1e6);
        }
        var last =
                times.subList(times.size() / 3, times.size()).stream().sorted().toList();
        return new ArtifactFigures.Question(question, last.get(last.size() / 2), found);
    }

    private static CatalogQuery page(long offset) {
        return with(CatalogQuery.ALL, Optional.empty(), CatalogQuery.Sort.NAME, offset);
    }

    private static CatalogQuery sorted(CatalogQuery.Sort sort) {
        return with(CatalogQuery.ALL, Optional.empty(), sort, 0);
    }

    private static CatalogQuery tagged(CatalogQuery query, String tag) {
        return with(query, Optional.of(tag), CatalogQuery.Sort.NAME, 0);
    }

    private static CatalogQuery with(CatalogQuery all, Optional<String> tag, CatalogQuery.Sort sort, long offset) {
        return new CatalogQuery(
                all.type(),
                all.name(),
                all.text(),
                tag,
                all.alias(),
                all.status(),
                all.createdFrom(),
                all.createdBefore(),
                sort,
                sort != CatalogQuery.Sort.NAME,
                offset,
                PAGE);
    }

    private static String rows(CatalogPage<?> page) {
        return "%,d of %,d".formatted(page.rows().size(), page.total());
    }

    private static String hits(CatalogBrowser browser, String... words) {
        return rows(browser.search(List.of(words), page(0)));
    }

    private void commands(MadeRepository repository, Path root, Path cache, int rounds)
            throws IOException, InterruptedException {
        var work = scratch.resolve("work");
        Files.createDirectories(work.resolve("storage"));
        var configuration = Files.writeString(
                work.resolve("waybill.yaml"),
                waybill.configurationOf(work.resolve("storage"), new Target.Folder("made", root)));
        var middle = repository.inChain(repository.runs() / 2);
        var commands = List.of(
                List.of("artifact", "ls", "--offline", "--limit=" + PAGE),
                List.of("artifact", "show", "--offline", middle.name() + ":v2"),
                List.of("artifact", "search", "aurora"),
                List.of("artifact", "lineage", "--offline", middle.name() + ":v1", "--depth=" + VERSIONS_AWAY / 2),
                List.of("artifact", "stats", "--offline"));
        var environment = new HashMap<>(Map.of("XDG_CACHE_HOME", cache.toString()));
        var rows = new ArrayList<ArtifactRow>();
        for (var command : commands) {
            var whole = new ArrayList<>(List.of(waybill.program().toString()));
            whole.addAll(command);
            whole.addAll(List.of("--in=bench:", "--config=" + configuration));
            var taken = new ArrayList<Usage>();
            for (int round = 0; round < Math.max(rounds, COMMAND_ROUNDS); round++) {
                taken.add(meter.run(whole, work, environment));
            }
            rows.add(new ArtifactRow(
                    "`waybill " + String.join(" ", command) + "`",
                    Usage.median(taken),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
        }
        figures.commands("Whole commands that ask of %,d artifacts".formatted(repository.artifacts()), rows);
    }
}
