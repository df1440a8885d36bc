package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.endtoend.store.RemoteKind;
import dev.waybill.cli.endtoend.store.TestRemote;
import dev.waybill.testkit.TestSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// `waybill cp` from each store to each other, all of them remotes of one project.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopyBetweenStoresTest {
    private static final int SEVERAL_PARTS = 36 << 20;

    private final Map<RemoteKind, TestRemote> remotes = new EnumMap<>(RemoteKind.class);
    private Project project = new Project(Path.of("."));

    /// What is not installed here is left out; [MixedFilesTest] says so by name.
    @BeforeAll
    @SuppressWarnings("MustBeClosedChecker") // closed when all have run
    void open_the_stores(@TempDir Path folder) throws IOException {
        project.close();
        project = new Project(folder);
        var settings = new StringBuilder("remotes:\n");
        for (RemoteKind kind : RemoteKind.values()) {
            if (kind != RemoteKind.S3_LOSSY && kind.isInstalled()) {
                remotes.put(kind, kind.open(Files.createDirectory(folder.resolve(name(kind)))));
            }
        }
        remotes.forEach((kind, remote) ->
                settings.append("    %s:%n".formatted(name(kind))).append(remote.settings()));
        project.file("waybill.yaml", settings.toString())
                .file("tree/a.txt", "alpha")
                .file("tree/empty", "")
                .file("tree/deep/er/b #1 %41.txt", "beta")
                .file("tree/é/\uD83C\uDF0A.txt", "wave");
        Files.write(project.path("tree/deep/c.bin"), TestSources.bytes(300_000, 1));
        remotes.keySet().forEach(kind -> run("cp", "-r", "tree", name(kind) + ":from"));
    }

    @AfterAll
    void close_the_stores() {
        project.close();
        remotes.values().forEach(TestRemote::close);
    }

    private static String name(RemoteKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private String run(String... arguments) {
        var result = project.command().with("SECRET", TestRemote.SECRET).run(arguments);
        assertThat(result.status()).as(result.all()).isZero();
        return result.out();
    }

    Stream<Arguments> pairs() {
        return remotes.keySet().stream()
                .flatMap(from -> remotes.keySet().stream().map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void a_folder_is_copied_from_one_store_to_another(RemoteKind from, RemoteKind to) {
        String target = name(to) + ":from-" + name(from);
        run("cp", "-r", name(from) + ":from", target);
        run("cp", "-r", target, "back-" + name(from) + "-" + name(to));

        assertThat(project.tree("back-" + name(from) + "-" + name(to))).isEqualTo(project.tree("tree"));
    }

    @Test
    @Timeout(60)
    void an_object_of_several_parts_goes_through_all_stores_and_is_the_same() throws IOException {
        Path large = Files.write(project.path("large.bin"), TestSources.bytes(SEVERAL_PARTS, 2));
        String place = "large.bin";
        for (RemoteKind kind : remotes.keySet()) {
            String next = name(kind) + ":large.bin";
            run("cp", place, next);
            place = next;
        }
        run("cp", place, "large-again.bin");

        SameContent.require(project.path("large-again.bin"), large);
    }
}
