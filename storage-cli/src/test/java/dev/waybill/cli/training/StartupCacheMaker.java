package dev.waybill.cli.training;

import dev.waybill.cli.training.calls.CallSites;
import dev.waybill.cli.training.jar.Signatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.Stream;

/// Makes Java's start-up cache of the packaged command. The build runs it with the Java that runs the build, once the
/// command lies in its place.
final class StartupCacheMaker {
    private static final int ATTEMPTS = 2;

    /// Where the launcher looks for it.
    private static final String CACHE = "waybill.jsa";

    /// What is started often, and what loads most. Arguments are parted by tabs.
    private static final List<String> COMMANDS = List.of(
            "--version",
            "--help",
            "push",
            "push",
            "push\t--remote\ts3",
            "ls\ts3:",
            "ls\t-l\ts3:notes/",
            "tree\ts3:",
            "du\ts3:",
            "stat\ts3:a.txt",
            "cat\ts3:a.txt",
            "cp\ts3:a.txt\tcopied.txt",
            "cp\tcopied.txt\ts3:copied/",
            "cp\t-r\tstorage\ts3:all/",
            "mv\ts3:copied/copied.txt\ts3:moved.txt",
            "rm\ts3:moved.txt",
            "rm\t-r\ts3:all",
            "status\t--remote\ts3",
            "pull\t--remote\ts3\t--storage\tpulled/storage",
            "pull\t--remote\ts3\t--output\tndjson",
            "push\t--remote\tssh",
            "ls\tssh:",
            "cat\tssh:a.txt",
            "pull\t--remote\tssh\t--storage\tpulled-by-ssh/storage",
            "push\t--remote\town-ssh",
            "ls\town-ssh:",
            "cat\town-ssh:a.txt",
            "pull\t--remote\town-ssh\t--storage\tpulled-by-own-ssh/storage",
            "push\t--remote\tgs",
            "ls\tgs:",
            "pull\t--remote\tgs\t--storage\tpulled-from-gs/storage",
            "artifact\tsave\tmodel/net\tstorage\t--in\ts3:repository\t--run\ta/b/20260101_000000_0a1b2c",
            "artifact\tsave\tmodel/net\tstorage\t--in\t./by-ssh/repository",
            "artifact\tls\t--in\ts3:repository",
            "artifact\tget\tnet\tfetched\t--in\ts3:repository",
            "artifact\tget\tnet\t--in\tssh:repository",
            "remote\tsync\ts3:repository",
            "remote\tsync\ts3:repository",
            "remote\tsync\tssh:repository",
            "remote\tsync\tssh:repository",
            "artifact\tls\t--offline\t--in\tssh:repository",
            "artifact\tshow\tnet\t--offline\t--in\tssh:repository",
            "artifact\tsearch\tnet\t--in\tssh:repository",
            "artifact\tlineage\tnet:v1\t--offline\t--in\ts3:repository",
            "remote\tstatus",
            "ls",
            "ls\t--config=waybill.yaml",
            "config\tcheck");

    /// The remote that OpenSSH's client is needed for.
    private static final String OWN_SSH = "own-ssh";

    private StartupCacheMaker() {}

    /// Makes the cache.
    ///
    /// @param arguments the folder of the packaged command
    public static void main(String[] arguments) throws IOException, InterruptedException, GeneralSecurityException {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        Signatures.removeFrom(home.resolve("lib"));
        CallSites.translateIn(home.resolve("lib"));
        List<String> program = List.of(
                "-Dwaybill.packaged=true",
                "-jar",
                home.resolve("lib/waybill.jar").toString());
        // On a machine that is very busy the commands it watches may fail, so that it is tried again.
        var commands = isOpenSshHere() ? COMMANDS : withoutOpenSsh();
        for (int attempt = 1; !ClassArchive.isMade(home.resolve(CACHE), program, commands); attempt++) {
            if (attempt == ATTEMPTS) {
                throw new IllegalStateException("the start-up cache could not be made");
            }
            // What is started is this machine's, which may have its own ideas of it.
            commands = withoutOpenSsh();
        }
        noteJava(home);
    }

    private static boolean isOpenSshHere() throws InterruptedException {
        try {
            var asked = new ProcessBuilder("ssh", "-V")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return asked.waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static List<String> withoutOpenSsh() {
        return COMMANDS.stream().filter(command -> !command.contains(OWN_SSH)).toList();
    }

    /// The launcher uses the cache with the very Java that made it, and prefers that Java.
    private static void noteJava(Path home) throws IOException {
        Files.writeString(
                home.resolve("built-with"),
                String.join("\n", System.getProperty("java.home"), System.getProperty("java.runtime.version"), vendor())
                        + "\n");
    }

    private static String vendor() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(System.getProperty("java.home"), "release"))) {
            return lines.filter(line -> line.startsWith("IMPLEMENTOR="))
                    .map(line -> line.substring("IMPLEMENTOR=".length()).replace("\"", ""))
                    .findFirst()
                    .orElse("");
        }
    }
}
