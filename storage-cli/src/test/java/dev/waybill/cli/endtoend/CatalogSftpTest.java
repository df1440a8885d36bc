package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.WireFault;
import dev.waybill.testkit.ssh.Sshd;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Metadata that comes here from OpenSSH's own server, over a way that breaks.
class CatalogSftpTest {
    private static CommandRun.Result done(Project project, String... arguments) {
        CommandRun.Result run = project.run(arguments);
        assertThat(run.status()).as(run.all()).isZero();
        return run;
    }

    @Test
    @Timeout(120)
    void what_lies_on_a_server_is_looked_at_without_it_whatever_happened_on_the_way(
            @TempDir Path files, @TempDir Path folder) throws Exception {
        Sshd.assumeInstalled();
        try (Sshd server = Sshd.start(files);
                FaultProxy way = FaultProxy.to("127.0.0.1", server.port());
                var project = new Project(folder)) {
            project.withSftp(server, way.port());
            for (int version = 1; version <= 3; version++) {
                project.file("out/weights.bin", "weights " + version);
                done(project, "artifact", "save", "model/net", "out", "--tag", "t" + version, "--in", "lab:");
            }
            List<String> looks = List.of("ls", "show net", "versions net", "files net:v1", "diff net:v1 net:v2");
            List<String> online =
                    looks.stream().map(look -> look(project, look, "")).toList();

            // The connection is lost in the middle of what the documents take.
            way.onNext(WireFault.resetAfterDown(9_000));
            assertThat(done(project, "remote", "sync", "lab").out()).contains("1 artifact", "3 versions");
            assertThat(way.statistics().faults()).isPositive();
            twoAtOnce(project);
            assertThat(done(project, "remote", "sync", "lab").out()).contains("nothing new: 1 artifact, 3 versions");

            server.kill();
            assertThat(project.run("remote", "sync", "lab").status()).isEqualTo(5);
            assertThat(looks.stream().map(look -> look(project, look, " --offline")))
                    .isEqualTo(online);
        }
    }

    private static void twoAtOnce(Project project) throws InterruptedException {
        done(project, "artifact", "tag", "net:v2", "found-by-both", "--in", "lab:");
        var said = new CopyOnWriteArrayList<String>();
        try (var tasks = Tasks.failingFast(2)) {
            for (int who = 0; who < 2; who++) {
                tasks.submit(
                        () -> said.add(done(project, "remote", "sync", "lab").out()));
            }
            tasks.join();
        }
        assertThat(said).hasSize(2);
        assertThat(done(project, "artifact", "search", "found-by-both", "--in", "lab:")
                        .out())
                .contains("net:v2");
        done(project, "artifact", "tag", "net:v2", "--remove", "found-by-both", "--in", "lab:");
        done(project, "remote", "sync", "lab");
    }

    private static String look(Project project, String look, String more) {
        return done(project, ("artifact " + look + " --in lab:" + more).split(" "))
                .out();
    }
}
