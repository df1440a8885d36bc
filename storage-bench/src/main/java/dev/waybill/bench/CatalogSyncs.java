package dev.waybill.bench;

import dev.waybill.adapter.sqlite.SqliteCatalogStore;
import dev.waybill.domain.catalog.MetadataSync;
import dev.waybill.domain.catalog.MetadataSyncListener;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import dev.waybill.domain.config.ConfigurationReader;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Syncs the metadata of one repository, from nothing, with nothing new and with one new version, and fetches the same
/// documents by other means.
final class CatalogSyncs {
    private static final Pattern FETCHED = Pattern.compile("\"fetched\":(\\d+)");
    private static final int IN_PROCESS_ROUNDS = 7;

    private final Waybill waybill;
    private final Rclone rclone;
    private final Meter meter;
    private final SerialFetch serial;
    private final Path scratch;
    private final ArtifactFigures figures;

    /// @param scratch a folder with room for the documents of the largest repository, twice
    CatalogSyncs(Waybill waybill, Rclone rclone, Meter meter, Path scratch, ArtifactFigures figures) {
        this.waybill = waybill;
        this.rclone = rclone;
        this.meter = meter;
        this.serial = new SerialFetch(meter, scratch);
        this.scratch = scratch;
        this.figures = figures;
    }

    /// Runs all cases.
    ///
    /// @param withSerial whether the documents are fetched one after another, too, which takes minutes
    void run(ArtifactPlace place, MadeRepository repository, int rounds, boolean withSerial)
            throws IOException, InterruptedException {
        place.seed(repository);
        first(place, repository, rounds, withSerial);
        unchanged(place, repository, rounds, withSerial);
        oneNewVersion(place, repository, rounds);
    }

    private static String title(MadeRepository repository, ArtifactPlace place, String what) {
        return "%,d artifacts, %s, %s"
                .formatted(repository.artifacts(), place.target().name(), what);
    }

    private void first(ArtifactPlace place, MadeRepository repository, int rounds, boolean withSerial)
            throws IOException, InterruptedException {
        var synced = new ArrayList<ArtifactRow>();
        var copied = new ArrayList<ArtifactRow>();
        for (int round = 0; round < rounds; round++) {
            Trees.delete(cache());
            synced.add(sync(place));
            requireAll(repository, synced.getLast().documents());
            Trees.delete(scratch.resolve("copied"));
            rclone(place).ifPresent(copied::add);
        }
        var rows = new ArrayList<>(List.of(ArtifactRow.median(synced)));
        if (!copied.isEmpty()) {
            rows.add(ArtifactRow.median(copied));
        }
        if (withSerial && place.target() instanceof Target.Ssh from) {
            Trees.delete(scratch.resolve("serial"));
            rows.add(serial(place, from));
        }
        figures.table(title(repository, place, "first sync"), rows);
    }

    private static void requireAll(MadeRepository repository, Optional<Long> fetched) {
        if (!fetched.equals(Optional.of(repository.documents()))) {
            throw new IllegalStateException("fetched " + fetched + " of " + repository.documents() + " documents");
        }
    }

    private void unchanged(ArtifactPlace place, MadeRepository repository, int rounds, boolean withSerial)
            throws IOException, InterruptedException {
        // What was written just before a sync is in doubt where times alone tell versions apart, and is fetched twice.
        sync(place);
        var synced = new ArrayList<ArtifactRow>();
        var listed = new ArrayList<ArtifactRow>();
        var copied = new ArrayList<ArtifactRow>();
        for (int round = 0; round < rounds; round++) {
            synced.add(sync(place));
            listed.add(sync(place, "--trust-generation=0s").as("waybill, which does not trust the generation"));
            rclone(place).ifPresent(copied::add);
        }
        var rows = new ArrayList<>(List.of(ArtifactRow.median(synced), ArtifactRow.median(listed)));
        rows.add(inProcess(place));
        if (!copied.isEmpty()) {
            rows.add(ArtifactRow.median(copied));
        }
        if (withSerial && place.target() instanceof Target.Ssh from) {
            rows.add(serial(place, from));
        }
        figures.table(title(repository, place, "nothing new"), rows);
    }

    private void oneNewVersion(ArtifactPlace place, MadeRepository repository, int rounds)
            throws IOException, InterruptedException {
        var artifact = repository.inChain(0);
        var synced = new ArrayList<ArtifactRow>();
        for (int round = 0; round < rounds; round++) {
            place.publish(MadeRepository.published(artifact, MadeRepository.VERSIONS + 1 + round));
            synced.add(sync(place, "--trust-generation=0s"));
        }
        figures.table(title(repository, place, "one new version"), List.of(ArtifactRow.median(synced)));
    }

    private Path cache() {
        return scratch.resolve("cache");
    }

    private Path configured(ArtifactPlace place) throws IOException {
        var folder = Files.createDirectories(scratch.resolve("work/storage"));
        return Files.writeString(
                folder.resolveSibling("waybill.yaml"), waybill.configurationOf(folder, place.target()));
    }

    private Map<String, String> environment(ArtifactPlace place) {
        var environment = new HashMap<>(Waybill.environmentOf(place.target()));
        environment.put("XDG_CACHE_HOME", cache().toString());
        return environment;
    }

    private ArtifactRow sync(ArtifactPlace place, String... options) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                waybill.program().toString(),
                "remote",
                "sync",
                "bench",
                "--output=json",
                "--config=" + configured(place)));
        command.addAll(List.of(options));
        var before = Traffic.of(place);
        var measured = meter.told(command, scratch.resolve("work"), environment(place));
        var fetched = FETCHED.matcher(measured.output());
        return before.since(
                place,
                "waybill",
                measured.usage(),
                fetched.find() ? Optional.of(Long.parseLong(fetched.group(1))) : Optional.empty());
    }

    private Optional<ArtifactRow> rclone(ArtifactPlace place) throws IOException, InterruptedException {
        if (rclone.version().isEmpty()) {
            return Optional.empty();
        }
        var job = rclone.documents(scratch.resolve("copied"), place.target());
        if (job.isEmpty()) {
            return Optional.empty();
        }
        var before = Traffic.of(place);
        var usage = meter.run(job.get().command(), scratch, job.get().environment());
        return Optional.of(before.since(place, rclone.name(), usage, Optional.empty()));
    }

    private ArtifactRow serial(ArtifactPlace place, Target.Ssh from) throws IOException, InterruptedException {
        var before = Traffic.of(place);
        var usage = serial.run(from, scratch.resolve("serial"));
        return before.since(place, "one after another (paramiko)", usage, Optional.empty());
    }

    /// A sync with nothing new in this process, which is connected and warm, as a program is that syncs at an interval.
    private ArtifactRow inProcess(ArtifactPlace place) throws IOException, InterruptedException {
        var environment = environment(place);
        var factory = ObjectStorageFactory.ofInstalled(Clock.systemUTC(), StackOptions.DEFAULT, environment);
        configured(place);
        var configuration = new ConfigurationReader(factory.providers(), environment).read(scratch.resolve("work"));
        var catalogs = new SqliteCatalogStore(cache().resolve("waybill/catalogs"), System.err::println);
        var options = MetadataSyncOptions.DEFAULT.withTrust(Duration.ZERO);
        var rounds = new ArrayList<ArtifactRow>();
        try (IObjectStorageAdapter store = factory.openStore(configuration, "bench")) {
            var sync = new MetadataSync(store, KeyPrefix.ALL, catalogs, Clock.systemUTC());
            for (int round = 0; round < IN_PROCESS_ROUNDS; round++) {
                var before = Traffic.of(place);
                long began = System.nanoTime();
                var report = sync.run(options, MetadataSyncListener.NONE);
                double seconds = (System.nanoTime() - began) / 1e9;
                rounds.add(before.since(
                        place,
                        "in a process that is connected",
                        new Usage(seconds, 0, 0, 0),
                        Optional.of(report.fetched())));
            }
        }
        return ArtifactRow.median(rounds);
    }

    /// What had passed at a moment.
    private record Traffic(Optional<Long> requests, Optional<Long> bytesDown) {
        static Traffic of(ArtifactPlace place) {
            return new Traffic(place.requests(), place.bytesDown());
        }

        ArtifactRow since(ArtifactPlace place, String who, Usage usage, Optional<Long> documents) {
            return new ArtifactRow(
                    who,
                    usage,
                    requests.map(before -> place.requests().orElse(before) - before),
                    bytesDown.map(before -> place.bytesDown().orElse(before) - before),
                    documents);
        }
    }
}
