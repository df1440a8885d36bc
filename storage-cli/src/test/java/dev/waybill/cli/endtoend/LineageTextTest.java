package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `waybill artifact lineage` writes for Mermaid and Graphviz, to the letter. A run can name what no artifact may
/// be called.
class LineageTextTest {
    private static final String RUN = "demo/train/20261127_120000_0a1b2c";

    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder)
                .file("weights.bin", "weights")
                .file("here/demo/train/runs/20261127_120000_0a1b2c/artifacts_used.json", """
                        {"artifacts": [{"type": "da#1;ta", "name": "a \\"b\\" <i>&c\\\\d", "version": 2}]}
                        """);
        var saved = project.run("artifact", "save", "model/net", "weights.bin", "--run", RUN, "--in", "./here");
        assertThat(saved.status()).as(saved.all()).isZero();
    }

    @AfterEach
    void close() {
        project.close();
    }

    private String lineage(String form) {
        var run = project.run("artifact", "lineage", "net:v1", "--graph", form, "--in", "./here");
        assertThat(run.status()).as(run.all()).isZero();
        return run.out();
    }

    @Test
    void a_graph_for_mermaid_escapes_what_ends_a_label_or_is_markup_in_one() {
        assertThat(lineage("mermaid")).isEqualTo("""
                graph LR
                  n0["model/net:v1"]
                  n1(["run:demo/train/20261127_120000_0a1b2c"])
                  n2["da#35;1;ta/a #quot;b#quot; #lt;i#gt;#amp;c\\d:v2"]
                  n1 --> n0
                  n2 --> n1
                """);
    }

    @Test
    void a_graph_for_graphviz_quotes_every_name_and_escapes_what_ends_a_quote() {
        assertThat(lineage("dot")).isEqualTo("""
                digraph lineage {
                  rankdir=LR;
                  "model/net:v1" [shape=box];
                  "run:demo/train/20261127_120000_0a1b2c" [shape=ellipse];
                  "da#1;ta/a \\"b\\" <i>&c\\\\d:v2" [shape=box];
                  "run:demo/train/20261127_120000_0a1b2c" -> "model/net:v1";
                  "da#1;ta/a \\"b\\" <i>&c\\\\d:v2" -> "run:demo/train/20261127_120000_0a1b2c";
                }
                """);
    }
}
