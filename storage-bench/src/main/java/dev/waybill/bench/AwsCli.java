package dev.waybill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `aws s3 sync`, told to make as many requests at once as the others do.
record AwsCli(int transfers, Path scratch) implements Contender {
    private static final String PROGRAM = "/usr/bin/aws";

    @Override
    public String name() {
        return "aws s3 sync";
    }

    @Override
    public Optional<String> version() throws IOException, InterruptedException {
        return CommandLine.firstLine(List.of(PROGRAM, "--version"));
    }

    @Override
    public String flags() {
        return "sync --only-show-errors, max_concurrent_requests=" + transfers + ", multipart_chunksize=16MB";
    }

    @Override
    public Optional<Job> push(Path folder, Target target) throws IOException {
        return switch (target) {
            case Target.Folder to -> Optional.empty();
            case Target.Ssh to -> Optional.empty();
            case Target.Google to -> Optional.empty();
            case Target.Azure to -> Optional.empty();
            case Target.Bucket to -> Optional.of(sync(to, folder.toString(), address(to)));
        };
    }

    @Override
    public Optional<Job> pull(Path folder, Target target) throws IOException {
        return target instanceof Target.Bucket from
                ? Optional.of(sync(from, address(from), folder.toString()))
                : Optional.empty();
    }

    private static String address(Target.Bucket bucket) {
        return "s3://" + bucket.bucket() + "/" + bucket.prefix();
    }

    private Job sync(Target.Bucket with, String from, String to) throws IOException {
        return new Job(
                List.of(
                        PROGRAM,
                        "--endpoint-url=" + with.endpoint(),
                        "--region=us-east-1",
                        "s3",
                        "sync",
                        "--only-show-errors",
                        from,
                        to),
                Map.of(
                        "AWS_ACCESS_KEY_ID", with.accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY", with.secretAccessKey(),
                        "AWS_CONFIG_FILE", configuration().toString(),
                        "AWS_EC2_METADATA_DISABLED", "true"));
    }

    private Path configuration() throws IOException {
        var file = scratch.resolve("aws-config");
        Files.writeString(file, """
                [default]
                s3 =
                  max_concurrent_requests = %d
                  multipart_threshold = 16MB
                  multipart_chunksize = 16MB
                  addressing_style = path
                """.formatted(transfers));
        return file;
    }

    @Override
    public void forget(Path folder) {
        // aws keeps nothing between runs
    }
}
