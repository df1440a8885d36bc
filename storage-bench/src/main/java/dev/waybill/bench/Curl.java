package dev.waybill.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `curl` with one request for one file: what the store and the way there take, with next to nothing done here. It
/// checks nothing, goes on with nothing and keeps nothing.
///
/// @param dataset of one file, the only one that it moves
record Curl(Dataset dataset) implements Contender {
    private static final String PROGRAM = "/usr/bin/curl";

    @Override
    public String name() {
        return "curl";
    }

    @Override
    public Optional<String> version() throws IOException, InterruptedException {
        return CommandLine.firstLine(List.of(PROGRAM, "--version"));
    }

    @Override
    public String flags() {
        return "--aws-sigv4, one request";
    }

    @Override
    public Optional<Job> push(Path folder, Target target) {
        return target instanceof Target.Bucket to && folder.endsWith(Path.of(dataset.folderName(), "storage"))
                ? Optional.of(job(to, folder, "--upload-file"))
                : Optional.empty();
    }

    @Override
    public Optional<Job> pull(Path folder, Target target) {
        return target instanceof Target.Bucket from
                ? Optional.of(job(from, folder, "--create-dirs", "--output"))
                : Optional.empty();
    }

    /// The key is that of a server of this benchmark, so others on this machine may see it.
    private Job job(Target.Bucket with, Path folder, String... how) {
        Path file = dataset.file(folder, 0);
        var command = new ArrayList<>(List.of(
                PROGRAM,
                "--silent",
                "--show-error",
                "--fail",
                "--aws-sigv4",
                "aws:amz:us-east-1:s3",
                "--header",
                "x-amz-content-sha256: UNSIGNED-PAYLOAD",
                "--user",
                with.accessKeyId() + ":" + with.secretAccessKey()));
        command.addAll(List.of(how));
        command.add(file.toString());
        command.add(with.endpoint() + "/" + with.bucket() + "/" + with.prefix() + "/" + folder.relativize(file));
        return new Job(command, Map.of());
    }

    @Override
    public void forget(Path folder) throws IOException {
        // curl keeps nothing between runs
    }
}
