package dev.waybill.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `rclone copy`, with as many transfers as the others have and no request that it can do without.
///
/// @param transfers how many transfers at once
/// @param serverTimes whether it trusts the server's clock for what is newer, which spares it a request an object and
///     leaves out a file that was changed before it was last pushed
record Rclone(int transfers, boolean serverTimes) implements Contender {
    private static final String PROGRAM = "/usr/bin/rclone";
    /// No sums by the server's shell, which nobody else asks for either.
    private static final List<String> SSH = List.of("--sftp-disable-hashcheck", "--sftp-shell-type=none");

    @Override
    public String name() {
        return serverTimes ? "rclone, server times" : "rclone";
    }

    @Override
    public Optional<String> version() throws IOException, InterruptedException {
        return CommandLine.firstLine(List.of(PROGRAM, "version"));
    }

    @Override
    public String flags() {
        return String.join(" ", arguments());
    }

    private List<String> arguments() {
        var arguments = new ArrayList<>(List.of(
                "copy",
                "--transfers=" + transfers,
                "--checkers=" + transfers,
                "--fast-list",
                "--s3-no-check-bucket",
                "--s3-no-head",
                "--s3-chunk-size=16M",
                "--s3-upload-concurrency=8"));
        if (serverTimes) {
            arguments.addAll(List.of("--update", "--use-server-modtime"));
        }
        return arguments;
    }

    @Override
    public Optional<Job> push(Path folder, Target target) {
        if (target instanceof Target.Azure) {
            // Debian's release knows no address that has the account in its path, as Azurite's has.
            return Optional.empty();
        }
        var command = new ArrayList<>(List.of(PROGRAM, "--config=/dev/null"));
        command.addAll(arguments());
        command.add(folder.toString());
        return Optional.of(
                switch (target) {
                    case Target.Folder to -> {
                        command.add(to.path().toString());
                        yield new Job(command, Map.of());
                    }
                    case Target.Bucket to -> {
                        command.add("bench:" + to.bucket() + "/" + to.prefix());
                        yield new Job(command, environment(to));
                    }
                    case Target.Google to -> {
                        command.add("bench:" + to.bucket() + "/" + to.prefix());
                        yield new Job(command, environment(to));
                    }
                    case Target.Azure to -> throw new IllegalArgumentException("rclone does not reach " + to);
                    case Target.Ssh to -> {
                        command.addAll(SSH);
                        command.add("bench:" + to.path());
                        yield new Job(command, environment(to));
                    }
                });
    }

    @Override
    public Optional<Job> pull(Path folder, Target target) {
        var command = new ArrayList<>(List.of(PROGRAM, "--config=/dev/null"));
        command.addAll(arguments());
        return switch (target) {
            case Target.Ssh from -> {
                command.addAll(SSH);
                command.addAll(List.of("bench:" + from.path(), folder.toString()));
                yield Optional.of(new Job(command, environment(from)));
            }
            case Target.Bucket from -> {
                command.addAll(List.of("bench:" + from.bucket() + "/" + from.prefix(), folder.toString()));
                yield Optional.of(new Job(command, environment(from)));
            }
            case Target.Folder from -> Optional.empty();
            case Target.Google from -> Optional.empty();
            case Target.Azure from -> Optional.empty();
        };
    }

    /// The command that fetches the documents of a repository of artifacts to `folder`, and looks into no folder of
    /// contents, or empty if the tool cannot.
    Optional<Job> documents(Path folder, Target from) {
        var command = new ArrayList<>(List.of(PROGRAM, "--config=/dev/null"));
        command.addAll(arguments());
        command.addAll(List.of("--filter=- files/**", "--filter=- .dedup/**", "--filter=+ *.json", "--filter=- *"));
        return switch (from) {
            case Target.Folder at -> {
                command.addAll(List.of(at.path().toString(), folder.toString()));
                yield Optional.of(new Job(command, Map.of()));
            }
            case Target.Ssh at -> {
                command.addAll(SSH);
                command.addAll(List.of("bench:" + at.path(), folder.toString()));
                yield Optional.of(new Job(command, environment(at)));
            }
            case Target.Bucket at -> {
                // Of endpoints that are not Amazon's it asks for the first kind of listing.
                command.add("--s3-list-version=2");
                command.addAll(List.of("bench:" + at.bucket() + "/" + at.prefix(), folder.toString()));
                yield Optional.of(new Job(command, environment(at)));
            }
            case Target.Google at -> Optional.empty();
            case Target.Azure at -> Optional.empty();
        };
    }

    private static Map<String, String> environment(Target.Ssh to) {
        return Map.of(
                "RCLONE_CONFIG_BENCH_TYPE",
                "sftp",
                "RCLONE_CONFIG_BENCH_HOST",
                "127.0.0.1",
                "RCLONE_CONFIG_BENCH_PORT",
                Integer.toString(to.port()),
                "RCLONE_CONFIG_BENCH_KEY_FILE",
                to.identity().toString(),
                "RCLONE_CONFIG_BENCH_KNOWN_HOSTS_FILE",
                to.knownHosts().toString());
    }

    private static Map<String, String> environment(Target.Google to) {
        return Map.of(
                "RCLONE_CONFIG_BENCH_TYPE",
                "google cloud storage",
                "RCLONE_CONFIG_BENCH_ENDPOINT",
                to.endpoint() + "/storage/v1/",
                "RCLONE_CONFIG_BENCH_ANONYMOUS",
                "true",
                "RCLONE_CONFIG_BENCH_BUCKET_POLICY_ONLY",
                "true");
    }

    private static Map<String, String> environment(Target.Bucket to) {
        return Map.of(
                "RCLONE_CONFIG_BENCH_TYPE",
                "s3",
                "RCLONE_CONFIG_BENCH_PROVIDER",
                "Ceph",
                "RCLONE_CONFIG_BENCH_ENDPOINT",
                to.endpoint().toString(),
                "RCLONE_CONFIG_BENCH_REGION",
                "us-east-1",
                "RCLONE_CONFIG_BENCH_ACCESS_KEY_ID",
                to.accessKeyId(),
                "RCLONE_CONFIG_BENCH_SECRET_ACCESS_KEY",
                to.secretAccessKey());
    }

    @Override
    public void forget(Path folder) {
        // rclone keeps nothing between runs
    }
}
