package dev.waybill.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `rsync -a` from folder to folder.
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
        };
    }

    @Override
    public void forget(Path folder) {
        // rsync keeps nothing between runs
    }
}
