package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands on places: a remote's, a URL's, a local path's.
class PlacesTest {
    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder).withS3();
        project.file("data/a.txt", "alpha").file("data/sub/b.txt", "beta");
    }

    @AfterEach
    void close() {
        project.close();
    }

    @Test
    void a_file_goes_to_a_remote_and_comes_back() {
        assertThat(project.run("cp", "data/a.txt", "s3:x/y.txt").status()).isZero();
        assertThat(project.run("cat", "s3:x/y.txt").out()).isEqualTo("alpha");
        assertThat(project.run("cp", "s3:x/y.txt", "back.txt").status()).isZero();
        assertThat(project.path("back.txt")).hasContent("alpha");
    }

    @Test
    void a_file_copied_into_a_folder_keeps_its_name() {
        assertThat(project.run("cp", "data/a.txt", "s3:in/").status()).isZero();
        assertThat(project.run("cat", "s3:in/a.txt").out()).isEqualTo("alpha");
        assertThat(project.run("cp", "s3:in/a.txt", "data/sub").status()).isZero();
        assertThat(project.path("data/sub/a.txt")).hasContent("alpha");
    }

    @Test
    void a_folder_is_copied_only_with_r() {
        var refused = project.run("cp", "data", "s3:all");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("-r");
        assertThat(project.run("cp", "-r", "data", "s3:all").status()).isZero();
        var tree = project.run("tree", "s3:all");
        assertThat(tree.out()).contains("a.txt").contains("b.txt");
    }

    @Test
    void a_url_names_a_place_as_well() {
        assertThat(project.run("cp", "-r", "data", "file://" + folder + "/copy").status())
                .isZero();
        assertThat(project.tree("copy")).containsValue("beta");
    }

    @Test
    void standard_input_and_output_are_places() {
        assertThat(project.command()
                        .reading("from the pipe")
                        .run("cp", "-", "s3:piped")
                        .status())
                .isZero();
        assertThat(project.run("cp", "s3:piped", "-").out()).isEqualTo("from the pipe");
        assertThat(project.run("cat", "--range", "5-7", "s3:piped").out()).isEqualTo("the");
    }

    @Test
    void moving_removes_the_source_once_the_copy_is_there() {
        assertThat(project.run("mv", "data/a.txt", "s3:moved.txt").status()).isZero();
        assertThat(Files.exists(project.path("data/a.txt"))).isFalse();
        assertThat(project.run("mv", "s3:moved.txt", "s3:again.txt").status()).isZero();
        assertThat(project.run("cat", "s3:again.txt").out()).isEqualTo("alpha");
        assertThat(project.run("cat", "s3:moved.txt").status()).isEqualTo(3);
    }

    @Test
    void a_move_that_cannot_write_keeps_the_source() {
        project.file("wall", "a file, no folder");
        var move = project.run("mv", "data/a.txt", "wall/in/a.txt");
        assertThat(move.status()).isNotZero();
        assertThat(project.path("data/a.txt")).hasContent("alpha");
    }

    @Test
    void removing_a_folder_takes_r_and_removing_everything_takes_force() {
        project.run("cp", "-r", "data", "s3:all");
        assertThat(project.run("rm", "s3:all").status()).isNotZero();
        assertThat(project.run("rm", "-r", "s3:").status()).isEqualTo(8);
        assertThat(project.run("ls", "-R", "s3:").out()).contains("b.txt");
        assertThat(project.run("rm", "-r", "s3:all").status()).isZero();
        assertThat(project.run("ls", "-R", "s3:").out()).doesNotContain("b.txt");
    }

    @Test
    void listings_show_one_level_and_sizes() {
        project.run("cp", "-r", "data", "s3:all");
        String name = project.run("ls", "s3:").out().lines().findFirst().orElseThrow();
        assertThat(name).isEqualTo("all/");
        assertThat(project.run("ls", "-l", "-R", "s3:").out()).contains("a.txt").contains("5");
        assertThat(project.run("du", "s3:").out()).contains("2 objects").contains("9 B");
        var stat = project.run("stat", "s3:all/a.txt");
        assertThat(stat.status()).isZero();
        assertThat(stat.out()).containsPattern("size +5").contains("CRC64NVME:");
    }

    @Test
    void a_folder_is_made_where_that_means_something() {
        assertThat(project.run("mkdir", "made/below").status()).isZero();
        assertThat(Files.isDirectory(project.path("made/below"))).isTrue();
        var bucket = project.run("mkdir", "s3:made");
        assertThat(bucket.all()).containsIgnoringCase("folder");
    }

    @Test
    void what_is_not_there_is_not_found() {
        for (String[] arguments : new String[][] {
            {"cat", "s3:none"},
            {"stat", "s3:none"},
            {"cp", "s3:none", "x"},
            {"cat", "none.txt"},
            {"cp", "none.txt", "s3:x"}
        }) {
            var run = project.run(arguments);
            assertThat(run.status())
                    .as("%s: %s", String.join(" ", arguments), run.all())
                    .isEqualTo(3);
            assertThat(run.err()).contains("none");
        }
    }
}
