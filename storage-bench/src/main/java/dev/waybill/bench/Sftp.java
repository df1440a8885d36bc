package dev.waybill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// OpenSSH's `sftp`, by a batch of commands.
record Sftp() implements Contender {
    private static final String PROGRAM = "/usr/bin/sftp";

    @Override
    public String name() {
        return "sftp";
    }

    @Override
    public Optional<String> version() throws IOException, InterruptedException {
        return Files.isExecutable(Path.of(PROGRAM))
                ? CommandLine.firstLine(List.of("/usr/bin/ssh", "-V"))
                : Optional.empty();
    }

    @Override
    public String flags() {
        return "-b, put -pr or get -pr";
    }

    @Override
    public Optional<Job> push(Path folder, Target target) throws IOException {
        if (!(target instanceof Target.Ssh to)) {
            return Optional.empty();
        }
        // What it is to put into must be there.
        Files.createDirectories(to.path());
        return Optional.of(job(to, folder, "put -pr \"" + folder + "/.\" \"" + to.path() + "\"\n"));
    }

    @Override
    public Optional<Job> pull(Path folder, Target target) throws IOException {
        return target instanceof Target.Ssh from
                ? Optional.of(job(from, folder, "get -pr \"" + from.path() + "/.\" \"" + folder + "\"\n"))
                : Optional.empty();
    }

    private static Job job(Target.Ssh at, Path folder, String batch) throws IOException {
        var commands = Files.writeString(folder.resolveSibling("sftp-batch"), batch);
        return new Job(
                List.of(
                        PROGRAM,
                        "-q",
                        "-F",
                        "none",
                        "-P",
                        Integer.toString(at.port()),
                        "-i",
                        at.identity().toString(),
                        "-o",
                        "UserKnownHostsFile=" + at.knownHosts(),
                        "-o",
                        "IdentityAgent=none",
                        "-b",
                        commands.toString(),
                        "127.0.0.1"),
                Map.of());
    }

    @Override
    public void forget(Path folder) {
        // sftp keeps nothing between runs
    }
}
