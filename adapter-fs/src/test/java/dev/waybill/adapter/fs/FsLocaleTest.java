package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What a process does with names outside ASCII whose locale has no bytes for them.
@EnabledOnOs(OS.LINUX)
final class FsLocaleTest {
    @TempDir
    Path root;

    /// What the process in that locale runs: it tells how each call ended, a line for each.
    static final class Embedded {
        private Embedded() {}

        public static void main(String[] arguments) {
            try (var store = FsFixture.of(FsConfig.of(Path.of(arguments[0])).withFsync(false))) {
                tell("list", store::keys);
                tell(
                        "skipped",
                        () -> store.skipped().stream()
                                .map(entry -> entry.name().length() + " " + entry.reason())
                                .sorted()
                                .toList());
                for (String prefix : List.of("f", "caf\u00e9", "caf\u00e9/")) {
                    tell("list " + prefix.length(), () -> store.keys(ListOptions.of(new KeyPrefix(prefix))));
                }
                var key = ObjectKey.of("caf\u00e9/x");
                tell("put", () -> store.put(key.value(), "1"));
                tell("get", () -> store.get(key.value()));
                tell("stat", () -> store.store().stat(key));
                tell("delete", () -> {
                    store.store().delete(key, DeleteOptions.ANY);
                    return "done";
                });
                tell(
                        "deleteAll",
                        () -> reason(store.store()
                                .deleteAll(List.of(Deletion.of(key)))
                                .getFirst()));
                tell("put plain", () -> store.put("folder/plain", "1").size());
                tell("list", store::keys);
                tell("url", () -> new FsAdapterProvider().settingsOf(URI.create("file:///caf%C3%A9")));
            }
        }

        private static String reason(DeleteResult result) {
            return result instanceof DeleteResult.Failed failed
                    ? failed.reason().getClass().getSimpleName()
                    : "deleted";
        }

        private static void tell(String call, Callable<?> body) {
            String ending;
            try {
                ending = String.valueOf(body.call());
            } catch (Exception e) {
                boolean remedy = String.valueOf(e.getMessage()).contains("set LC_ALL=C.UTF-8");
                ending = e.getClass().getSimpleName() + (remedy ? " with the remedy" : "");
            }
            System.out.println(call + ": " + ending);
        }
    }

    private List<String> embedded() throws Exception {
        var builder = Programs.java(Embedded.class, List.of("-Dsun.jnu.encoding=ANSI_X3.4-1968"), root);
        builder.environment().put("LC_ALL", "C");
        var process = builder.start();
        try (var lines = process.inputReader()) {
            var told = new ArrayList<String>();
            lines.lines().forEach(told::add);
            assertThat(process.waitFor()).isZero();
            return told;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void such_names_are_told_of_and_such_keys_refused_with_the_remedy() throws Exception {
        Programs.shell(
                root,
                "mkdir \"$(printf 'caf\\303\\251')\" folder; printf x > \"$(printf 'caf\\303\\251')/x\"; "
                        + "printf x > \"$(printf 'folder/\\303\\204')\"; printf x > folder/a");

        String refused = "KeyRejected with the remedy";
        assertThat(embedded())
                .containsExactly(
                        "list: [folder/a]",
                        "skipped: [5 UNNAMEABLE, 9 UNNAMEABLE]",
                        "list 1: [folder/a]",
                        "list 4: " + refused,
                        "list 5: " + refused,
                        "put: " + refused,
                        "get: " + refused,
                        "stat: " + refused,
                        "delete: " + refused,
                        "deleteAll: KeyRejected",
                        "put plain: 1",
                        "list: [folder/a, folder/plain]",
                        "url: IllegalArgumentException with the remedy");
    }

    @Test
    void a_root_of_nothing_but_such_names_can_be_used() throws Exception {
        Programs.shell(root, "for i in 1 2 3; do printf x > \"$(printf \"x\\303\\251$i\")\"; done");

        assertThat(embedded())
                .contains("list: []", "skipped: [4 UNNAMEABLE, 4 UNNAMEABLE, 4 UNNAMEABLE]", "put plain: 1");
    }
}
