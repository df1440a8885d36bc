package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import dev.waybill.cli.JsonSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the commands about artifacts and remotes really print for machines, checked by the schema in `docs`.
class ArtifactSchemaTest {
    private static final JsonSchema SCHEMA = JsonSchema.of("artifact-events-1.schema.json");
    private static final Pattern TYPE = Pattern.compile("^\\{\"v\":1,\"type\":\"([a-z-]+)\"");

    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));
    private final Set<String> seen = new HashSet<>();

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder).withS3().file("out/weights.bin", "weights 1");
    }

    @AfterEach
    void close() {
        project.close();
    }

    /// Runs a command for machines; each of its lines must be as the schema says.
    private CommandRun.Result said(String command) {
        var arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.addAll(List.of("--output", "json"));
        var run = project.run(arguments.toArray(String[]::new));
        assertThat(run.lines()).as(command + run.all()).isNotEmpty().allSatisfy(line -> {
            assertThat(SCHEMA.problems(line)).as(line).isEmpty();
            var type = TYPE.matcher(line);
            assertThat(type.find()).as(line).isTrue();
            seen.add(type.group(1));
        });
        return run;
    }

    @Test
    @Timeout(180)
    void each_kind_of_output_is_as_the_schema_says() {
        String run = " --run demo/train/20261127_130000_1b2c3d";
        said("artifact save model/net out --tag fast --metadata accuracy=0.9 --reference s3://far/away" + run);
        project.file("out/weights.bin", "weights 2").file("out/more.txt", "more");
        said("artifact save model/net out");
        said("remote sync s3");
        project.withRemote("lost", "provider: file, root: \"${env:LOST}\"");
        said("remote sync s3 lost");
        for (String look : List.of("ls", "show net:v1", "files net:v1", "versions net", "diff net:v1 net:v2")) {
            said("artifact " + look);
            said("artifact " + look + " --offline");
        }
        said("artifact search fast");
        said("artifact lineage net:v1");
        said("artifact stats --offline");
        said("artifact get net:v1 mine");
        said("artifact get net:v2");
        said("artifact pin net:v2");
        said("artifact show net:v2");
        said("artifact unpin net:v2");
        said("artifact alias net:v1 production");
        said("artifact alias --remove net production");
        said("artifact tag net:v1 slow");
        said("artifact rm net:v1 --dry-run");
        said("artifact rm net:v1");
        said("artifact restore net:v1");
        said("artifact verify --content");
        said("artifact gc --dry-run");
        said("artifact gc --min-age 0s");
        said("remote status");
        said("remote ls");
        said("remote clear-cache --all");
        project.run("artifact", "alias", "net:v1", "production");
        project.run("artifact", "rm", "net:v1");
        assertThat(said("artifact history").out()).contains("\"outcome\":\"refused\"");

        assertThat(seen).isEqualTo(Set.copyOf(SCHEMA.values("type")));
    }

    @Test
    void the_schema_refuses_what_is_otherwise() {
        project.run("artifact", "save", "model/net", "out");
        String line = said("artifact show net").lines().getLast();
        for (String[] change : Arrays.asList(
                new String[] {"\"v\":1", "\"v\":2"},
                new String[] {"\"version\":1", "\"version\":0"},
                new String[] {"\"artifact\":\"model/net\"", "\"artifact\":\"net\""},
                new String[] {"\"pinned\":false", "\"pinned\":\"no\""},
                new String[] {"\"sha256\":\"", "\"sha256\":\"x"},
                new String[] {"\"contents\":", "\"content\":"})) {
            String changed = line.replace(change[0], change[1]);
            assertThat(changed).isNotEqualTo(line);
            assertThat(SCHEMA.problems(changed)).as(changed).isNotEmpty();
        }
    }
}
