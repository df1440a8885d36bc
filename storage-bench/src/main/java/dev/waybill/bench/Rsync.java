package dev.waybill.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `rsync -a` from folder to folder, or by SSH; it has a protocol of its own there.
record Rsync() implements Contender {
    private static final String PROGRAM = "/usr/bin/rsync";

    @Override
    public String name() {
        return "rsync";
    }

    @Override
    public Optional<String> version() throws IOException, InterruptedException {
        return CommandLine.firstLine(List.of(PROGRAM, "--version"));
    }

    @Override
    public String flags() {
        return "-a";
    }

    @Override
    public Optional<Job> push(Path folder, Target target) {
        return switch (target) {
            case Target.Folder to ->
                Optional.of(new Job(List.of(PROGRAM, "-a", "--mkpath", folder + "/", to.path() + "/"), Map.of()));
            case Target.Bucket to -> Optional.empty();
            case Target.Google to -> Optional.empty();
            case Target.Azure to -> Optional.empty();
            case Target.Ssh to ->
                Optional.of(new Job(
                        List.of(
                                PROGRAM,
                                "-a",
                                "--mkpath",
                                "-e",
                                to.ssh(),
                                folder + "/",
                                "127.0.0.1:" + to.path() + "/"),
                        Map.of()));
        };
    }

    @Override
    public Optional<Job> pull(Path folder, Target target) {
        return target instanceof Target.Ssh from
                ? Optional.of(new Job(
                        List.of(
                                PROGRAM,
                                "-a",
                                "--mkpath",
                                "-e",
                                from.ssh(),
                                "127.0.0.1:" + from.path() + "/",
                                folder + "/"),
                        Map.of()))
                : Optional.empty();
    }

    @Override
    public void forget(Path folder) {
        // rsync keeps nothing between runs
    }
}
