package dev.waybill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Fetches the documents of a repository by SFTP as Runicorn 0.4 does: with paramiko, in one conversation, one after
/// another. A stand-in for that program, which also writes each document twice more and an index.
final class SerialFetch {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final String PROGRAM = """
            import os, paramiko, stat, sys
            port, user, key, root, target = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5]
            client = paramiko.SSHClient()
            client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
            client.connect("127.0.0.1", port=port, username=user, key_filename=key, look_for_keys=False, allow_agent=False)
            sftp = client.open_sftp()
            count = 0

            def fetch(path):
                global count
                remote = sftp.stat(root + "/" + path)
                local = os.path.join(target, path)
                if os.path.exists(local) and os.stat(local).st_mtime >= remote.st_mtime:
                    return
                os.makedirs(os.path.dirname(local), exist_ok=True)
                sftp.get(root + "/" + path, local)
                os.utime(local, (remote.st_mtime, remote.st_mtime))
                count += 1

            def folders(path):
                return sorted(e.filename for e in sftp.listdir_attr(root + "/" + path)
                              if stat.S_ISDIR(e.st_mode) and not e.filename.startswith("."))

            import json
            for kind in folders("artifacts"):
                for name in folders("artifacts/" + kind):
                    base = "artifacts/%s/%s/" % (kind, name)
                    fetch(base + "versions.json")
                    for version in json.load(open(os.path.join(target, base + "versions.json")))["versions"]:
                        for document in "metadata.json", "manifest.json":
                            fetch("%sv%d/%s" % (base, version["version"], document))
            for project in folders("."):
                if project != "artifacts":
                    for name in folders(project):
                        for run in folders("%s/%s/runs" % (project, name)):
                            for document in "meta.json", "status.json", "artifacts_created.json", "artifacts_used.json":
                                fetch("%s/%s/runs/%s/%s" % (project, name, run, document))
            print(count)
            client.close()
            """;

    private final Meter meter;
    private final Path scratch;

    SerialFetch(Meter meter, Path scratch) {
        this.meter = meter;
        this.scratch = scratch;
    }

    /// What it is and which version, or empty if it is not installed.
    static Optional<String> version() throws IOException, InterruptedException {
        return CommandLine.firstLine(
                        List.of(PYTHON.toString(), "-c", "import paramiko; print(\"paramiko\", paramiko.__version__)"))
                .filter(line -> line.startsWith("paramiko"));
    }

    /// Fetches what is new into `folder`.
    ///
    /// @return empty if it was not done within `limit`
    Optional<Usage> run(Target.Ssh from, Path folder, Duration limit) throws IOException, InterruptedException {
        var program = Files.writeString(scratch.resolve("serial_fetch.py"), PROGRAM);
        return meter.within(
                limit,
                List.of(
                        PYTHON.toString(),
                        program.toString(),
                        Integer.toString(from.port()),
                        System.getProperty("user.name"),
                        from.identity().toString(),
                        from.path().toString(),
                        Files.createDirectories(folder).toString()),
                scratch,
                Map.of());
    }
}
