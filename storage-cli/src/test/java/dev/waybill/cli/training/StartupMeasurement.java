package dev.waybill.cli.training;

import dev.waybill.testkit.s3.S3Credentials;
import dev.waybill.testkit.s3.S3WireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Measures how long the packaged command takes to start and end, with and without the start-up cache; the variants
/// take turns, so that what else the machine does hits all of them. `scripts/measure-startup` runs it.
final class StartupMeasurement {
    private static final int WARM_UP = 2;
    private static final long MOST_SECONDS = 60;

    private final Path home;
    private final Path work;

    private StartupMeasurement(Path home, Path work) {
        this.home = home;
        this.work = work;
    }

    /// Measures and prints a table.
    ///
    /// @param arguments the folder of the packaged command, and how many rounds
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("waybill-startup-");
        try (var server = S3WireServer.start(Clock.systemUTC())) {
            server.allow(S3Credentials.of("measured", "measured-secret"));
            server.createBucket("measured");
            Files.createDirectories(work.resolve("storage/a"));
            Files.writeString(work.resolve("storage/a/b.txt"), "b");
            Files.writeString(work.resolve("waybill.yaml"), """
                    remotes:
                      s3: { provider: s3, bucket: measured, endpoint: "%s", accessKeyId: measured, secretAccessKey: measured-secret }
                    """.formatted(server.endpoint()));
            var measurement = new StartupMeasurement(Path.of(arguments[0]).toAbsolutePath(), work);
            measurement.run(Integer.parseInt(arguments[1]));
        }
    }

    private void run(int rounds) throws IOException, InterruptedException {
        Path without = Files.createDirectories(work.resolve("without"));
        Files.createSymbolicLink(without.resolve("lib"), home.resolve("lib"));
        Files.createDirectories(without.resolve("bin"));
        Files.copy(home.resolve("bin/waybill"), without.resolve("bin/waybill"));
        without.resolve("bin/waybill").toFile().setExecutable(true);

        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put("waybill --version", List.of("--version"));
        commands.put("waybill ls (a folder)", List.of("ls", "storage"));
        commands.put("waybill ls (an S3 prefix)", List.of("ls", "s3:a/"));
        commands.put("waybill push --remote s3", List.of("push", "--remote", "s3"));
        start(home, List.of("push", "--remote", "s3"));

        Map<String, List<Long>> times = new LinkedHashMap<>();
        for (int round = 0; round < rounds + WARM_UP; round++) {
            for (var command : commands.entrySet()) {
                long with = start(home, command.getValue());
                long plain = start(without, command.getValue());
                if (round >= WARM_UP) {
                    times.computeIfAbsent(command.getKey() + "|with", k -> new ArrayList<>())
                            .add(with);
                    times.computeIfAbsent(command.getKey() + "|without", k -> new ArrayList<>())
                            .add(plain);
                }
            }
        }
        print(commands, times, rounds);
    }

    private static void print(Map<String, List<String>> commands, Map<String, List<Long>> times, int rounds) {
        System.out.printf("Median (least) of %d runs each, in ms:%n%n", rounds);
        System.out.println("| command | with the cache | without |\n|---|---|---|");
        for (String command : commands.keySet()) {
            System.out.printf(
                    Locale.ROOT,
                    "| `%s` | %s | %s |%n",
                    command,
                    figure(times.getOrDefault(command + "|with", List.of())),
                    figure(times.getOrDefault(command + "|without", List.of())));
        }
    }

    private static String figure(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return "%.0f (%.0f)".formatted(sorted.get(sorted.size() / 2) / 1e6, sorted.getFirst() / 1e6);
    }

    private long start(Path command, List<String> arguments) throws IOException, InterruptedException {
        List<String> all =
                new ArrayList<>(List.of(command.resolve("bin/waybill").toString()));
        all.addAll(arguments);
        Path output = work.resolve("output");
        var builder = new ProcessBuilder(all)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        long begin = System.nanoTime();
        Process process = builder.start();
        boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
        long time = System.nanoTime() - begin;
        if (!ended || process.exitValue() != 0) {
            throw new IllegalStateException(all + " failed:\n" + Files.readString(output));
        }
        return time;
    }
}
