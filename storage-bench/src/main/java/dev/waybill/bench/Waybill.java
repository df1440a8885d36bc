package dev.waybill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// `waybill push`, as `make build` left it.
///
/// @param program the launcher
/// @param transfers how many transfers at once
/// @param fsync whether what is written to a folder is forced to the disk, as is the default
/// @param bySsh what else a remote says that it goes to by SSH, a line each
record Waybill(Path program, int transfers, boolean fsync, List<String> bySsh) implements Contender {
    Waybill {
        bySsh = List.copyOf(bySsh);
    }

    Waybill(Path program, int transfers, boolean fsync) {
        this(program, transfers, fsync, List.of());
    }

    @Override
    public String name() {
        String settings = String.join(", ", settings());
        return settings.isEmpty() ? "waybill" : "waybill, " + settings;
    }

    private List<String> settings() {
        return Stream.concat(fsync ? Stream.empty() : Stream.of("fsync: false"), bySsh.stream())
                .toList();
    }

    @Override
    public Optional<String> version() throws IOException, InterruptedException {
        return CommandLine.firstLine(List.of(program.toString(), "--version"));
    }

    @Override
    public String flags() {
        String push = "push --transfers=" + transfers;
        return settings().isEmpty() ? push : push + ", the remote with " + String.join(" and ", settings());
    }

    @Override
    public Optional<Job> push(Path folder, Target target) throws IOException {
        if (!fsync && target instanceof Target.Bucket) {
            return Optional.empty();
        }
        return Optional.of(job("push", folder, target));
    }

    @Override
    public Optional<Job> pull(Path folder, Target target) throws IOException {
        return Optional.of(job("pull", folder, target));
    }

    private Job job(String command, Path folder, Target target) throws IOException {
        var configuration = folder.resolveSibling("waybill.yaml");
        Files.writeString(configuration, configurationOf(folder, target));
        return new Job(
                List.of(
                        program.toString(),
                        command,
                        "--config=" + configuration,
                        "--remote=bench",
                        "--transfers=" + transfers),
                environmentOf(target));
    }

    /// A configuration with `folder` as the storage folder and `target` as the remote `bench`.
    String configurationOf(Path folder, Target target) {
        return switch (target) {
            case Target.Folder to -> """
                storage: "%s"
                remotes:
                  bench: { provider: file, root: "%s", createRoot: true, fsync: %s }
                """.formatted(folder, to.path(), fsync);
            case Target.Ssh to ->
                """
                storage: "%s"
                remotes:
                  bench:
                    provider: sftp
                    host: 127.0.0.1
                    port: %d
                    root: "%s"
                    createRoot: true
                    identityFile: "%s"
                    auth: key
                    knownHosts: "%s"
                    sshConfig: none
                    fsync: %s
                    %s
                """.formatted(
                                folder,
                                to.port(),
                                to.path(),
                                to.identity(),
                                to.knownHosts(),
                                fsync,
                                String.join("\n    ", bySsh));
            case Target.Google to -> """
                storage: "%s"
                remotes:
                  bench: { provider: gs, endpoint: "%s", bucket: %s, prefix: %s, credentials: anonymous }
                """.formatted(folder, to.endpoint(), to.bucket(), to.prefix());
            case Target.Azure to -> """
                storage: "%s"
                remotes:
                  bench:
                    provider: az
                    endpoint: "%s"
                    account: %s
                    container: %s
                    prefix: %s
                    accountKey: "${env:BENCH_SECRET}"
                """.formatted(folder, to.endpoint(), to.account(), to.container(), to.prefix());
            case Target.Bucket to -> """
                storage: "%s"
                remotes:
                  bench:
                    provider: s3
                    endpoint: "%s"
                    profile: %s
                    region: us-east-1
                    bucket: %s
                    prefix: %s
                    accessKeyId: "${env:BENCH_KEY}"
                    secretAccessKey: "${env:BENCH_SECRET}"
                """.formatted(folder, to.endpoint(), to.profile(), to.bucket(), to.prefix());
        };
    }

    /// What that configuration wants of the environment.
    static Map<String, String> environmentOf(Target target) {
        return switch (target) {
            case Target.Folder to -> Map.of();
            case Target.Ssh to -> Map.of();
            case Target.Google to -> Map.of();
            case Target.Azure to -> Map.of("BENCH_SECRET", to.key());
            case Target.Bucket to -> Map.of("BENCH_KEY", to.accessKeyId(), "BENCH_SECRET", to.secretAccessKey());
        };
    }

    @Override
    public void forget(Path folder) throws IOException {
        Trees.delete(folder.resolveSibling(".waybill"));
    }
}
