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

    /// How many times slower the original may be before it is stopped.
    private static final int SLOWER_AT_MOST = 21;

    private static final Duration PATIENCE = Duration.ofMinutes(6);

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

    /// What is compared at one size, so that the whole ends in time.
    ///
    /// @param rounds how many times Waybill does each
    /// @param others whether others do it, too, once
    /// @param serial how far the documents are fetched one after another, too
    record Size(int rounds, boolean others, Serial serial) {}

    /// How far documents are fetched one after another: to the end, or until that took many times longer.
    enum Serial {
        NO,
        STOPPED,
        WHOLE
    }

    /// Runs all cases on a repository that is there, and leaves it as it was.
    void run(ArtifactPlace place, MadeRepository repository, Size size) throws IOException, InterruptedException {
        first(place, repository, size);
        unchanged(place, repository, size);
        oneNewVersion(place, repository, size.rounds());
    }

    private static String title(MadeRepository repository, ArtifactPlace place, String what) {
        return "%,d artifacts, %s, %s"
                .formatted(repository.artifacts(), place.target().name(), what);
    }

    private void first(ArtifactPlace place, MadeRepository repository, Size size)
            throws IOException, InterruptedException {
        var synced = new ArrayList<ArtifactRow>();
        for (int round = 0; round < size.rounds(); round++) {
            Trees.delete(cache());
            synced.add(sync(place));
            requireAll(repository, synced.getLast().documents());
        }
        var waybill = counted(ArtifactRow.median(synced), place);
        var rows = new ArrayList<>(List.of(waybill));
        Trees.delete(scratch.resolve("copied"));
        rclone(place, size).ifPresent(rows::add);
        if (size.serial() != Serial.NO && place.target() instanceof Target.Ssh from) {
            Trees.delete(scratch.resolve("serial"));
            rows.add(serial(place, from, size.serial() == Serial.WHOLE ? PATIENCE : slower(waybill)));
        }
        figures.table(title(repository, place, "first sync"), rows);
    }

    private static Duration slower(ArtifactRow waybill) {
        return Duration.ofMillis((long) (waybill.usage().wallSeconds() * 1000 * SLOWER_AT_MOST));
    }

    private static void requireAll(MadeRepository repository, Optional<Long> fetched) {
        if (!fetched.equals(Optional.of(repository.documents()))) {
            throw new IllegalStateException("fetched " + fetched + " of " + repository.documents() + " documents");
        }
    }

    private void unchanged(ArtifactPlace place, MadeRepository repository, Size size)
            throws IOException, InterruptedException {
        // What was written just before a sync is in doubt where times alone tell versions apart, and is fetched twice.
        sync(place);
        var counting = place.counting();
        if (counting.isPresent()) {
            sync(counting.get());
        }
        boolean trusting = place.target() instanceof Target.Bucket;
        String trust = "--trust-generation=" + (trusting ? "0s" : "1d");
        var synced = new ArrayList<ArtifactRow>();
        var told = new ArrayList<ArtifactRow>();
        for (int round = 0; round < size.rounds(); round++) {
            synced.add(sync(place));
            told.add(sync(place, trust).as("waybill " + trust));
        }
        var rows = new ArrayList<>(
                List.of(counted(ArtifactRow.median(synced), place), counted(ArtifactRow.median(told), place, trust)));
        rows.add(inProcess(place, size.rounds() + 2, Duration.ZERO, "in a process that is connected"));
        rows.add(inProcess(
                place,
                size.rounds() + 2,
                Duration.ofDays(1),
                "in a process that is connected, trusting the generation"));
        rclone(place, size).ifPresent(rows::add);
        if (size.serial() == Serial.WHOLE && place.target() instanceof Target.Ssh from) {
            rows.add(serial(place, from, PATIENCE));
        }
        figures.table(title(repository, place, "nothing new"), rows);
    }

    private void oneNewVersion(ArtifactPlace place, MadeRepository repository, int rounds)
            throws IOException, InterruptedException {
        var artifact = repository.inChain(0);
        int newest = MadeRepository.VERSIONS;
        var synced = new ArrayList<ArtifactRow>();
        for (int round = 0; round < rounds; round++) {
            newest++;
            place.publish(MadeRepository.published(artifact, newest));
            place.publish(List.of(MadeRepository.generation(newest)));
            synced.add(sync(place));
        }
        var row = counted(ArtifactRow.median(synced), place);
        figures.table(title(repository, place, "one new version"), List.of(row));
        place.retract(artifact, newest);
    }

    /// The same with the requests of one run more, where the runs themselves cannot tell how many they made.
    private ArtifactRow counted(ArtifactRow row, ArtifactPlace place, String... options)
            throws IOException, InterruptedException {
        var counting = place.counting();
        return counting.isPresent()
                ? row.withRequests(sync(counting.get(), options).requests())
                : row;
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

    private Optional<ArtifactRow> rclone(ArtifactPlace place, Size size) throws IOException, InterruptedException {
        if (!size.others() || rclone.version().isEmpty()) {
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

    private ArtifactRow serial(ArtifactPlace place, Target.Ssh from, Duration limit)
            throws IOException, InterruptedException {
        var before = Traffic.of(place);
        var usage = serial.run(from, scratch.resolve("serial"), limit);
        return before.since(
                place,
                "one after another (paramiko)" + (usage.isPresent() ? "" : ", stopped before it was done"),
                usage.orElse(new Usage(limit.toMillis() / 1e3, 0, 0, 0)),
                Optional.empty());
    }

    /// A sync with nothing new in this process, which is connected and warm, as a program is that syncs at an interval.
    private ArtifactRow inProcess(ArtifactPlace place, int times, Duration trust, String name)
            throws IOException, InterruptedException {
        var environment = environment(place);
        var factory = ObjectStorageFactory.ofInstalled(Clock.systemUTC(), StackOptions.DEFAULT, environment);
        configured(place);
        var configuration = new ConfigurationReader(factory.providers(), environment).read(scratch.resolve("work"));
        var catalogs = new SqliteCatalogStore(cache().resolve("waybill/catalogs"), System.err::println);
        var options = MetadataSyncOptions.DEFAULT.withTrust(trust);
        var rounds = new ArrayList<ArtifactRow>();
        try (IObjectStorageAdapter store = factory.openStore(configuration, "bench")) {
            var sync = new MetadataSync(store, KeyPrefix.ALL, catalogs, Clock.systemUTC());
            for (int round = 0; round < times; round++) {
                var before = Traffic.of(place);
                long began = System.nanoTime();
                var report = sync.run(options, MetadataSyncListener.NONE);
                double seconds = (System.nanoTime() - began) / 1e9;
                rounds.add(before.since(place, name, new Usage(seconds, 0, 0, 0), Optional.of(report.fetched())));
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
