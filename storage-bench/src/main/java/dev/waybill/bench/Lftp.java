package dev.waybill.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `lftp mirror` over OpenSSH, with several files at a time, and a large one in pieces.
record Lftp() implements Contender {
    private static final String PROGRAM = "/usr/bin/lftp";
    private static final String MIRROR = "mirror --parallel=8 --use-pget-n=4";

    @Override
    public String name() {
        return "lftp";
    }

    @Override
    public Optional<String> version() throws IOException, InterruptedException {
        return CommandLine.firstLine(List.of(PROGRAM, "--version"));
    }

    @Override
    public String flags() {
        return MIRROR;
    }

    @Override
    public Optional<Job> push(Path folder, Target target) {
        return target instanceof Target.Ssh to
                ? Optional.of(job(to, "mirror --parallel=8 -R \"" + folder + "\" \"" + to.path() + "\""))
                : Optional.empty();
    }

    @Override
    public Optional<Job> pull(Path folder, Target target) {
        return target instanceof Target.Ssh from
                ? Optional.of(job(from, MIRROR + " \"" + from.path() + "\" \"" + folder + "\""))
                : Optional.empty();
    }

    private static Job job(Target.Ssh at, String command) {
        String user = System.getProperty("user.name");
        return new Job(
                List.of(
                        PROGRAM,
                        "-c",
                        "set sftp:connect-program \"" + at.ssh() + "\"; set sftp:auto-confirm yes; open -u " + user
                                + ", sftp://127.0.0.1:" + at.port() + "; " + command),
                Map.of());
    }

    @Override
    public void forget(Path folder) {
        // lftp keeps nothing between runs
    }
}
