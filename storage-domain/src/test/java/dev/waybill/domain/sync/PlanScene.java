package dev.waybill.domain.sync;

import dev.waybill.domain.sync.plan.PlanFile;
import dev.waybill.domain.sync.plan.PlanText;
import dev.waybill.domain.sync.plan.PlanWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Makes plans between the stores of a scene, and applies them.
record PlanScene(SyncScene scene) {
    private static final PlanOrigin ORIGIN = new PlanOrigin("lab", false);

    /// Lines that are a plan, or a part of one.
    record Lines(String text) implements PlanText {
        @Override
        public String name() {
            return "p.ndjson";
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        /// The lines whose text holds `word`.
        Lines with(String word) {
            return new Lines(text.lines()
                    .filter(line -> line.contains(word))
                    .map(line -> line + '\n')
                    .collect(Collectors.joining()));
        }

        List<String> list() {
            return text.lines().toList();
        }
    }

    Lines plan(SyncDirection direction, SyncOptions options) {
        var out = new ByteArrayOutputStream();
        try (var writer = new PlanWriter(out, direction)) {
            SyncReport unused = scene.synchronizer().plan(direction, options, ORIGIN, writer, SyncListener.NONE);
        }
        // What is applied later began later.
        scene.clock.advance(Duration.ofSeconds(1));
        return new Lines(out.toString(StandardCharsets.UTF_8));
    }

    Lines planPush(SyncOptions options) {
        return plan(SyncDirection.PUSH, options);
    }

    SyncReport apply(Lines plan) {
        return apply(plan, false);
    }

    SyncReport apply(Lines plan, boolean forceDelete) {
        return run(PlanFile.of(plan), forceDelete);
    }

    SyncReport applyPart(Lines whole, Lines part) {
        return run(PlanFile.partOf(whole, part), false);
    }

    private SyncReport run(Plan plan, boolean forceDelete) {
        return scene.synchronizer().apply(plan, forceDelete, SyncListener.NONE);
    }
}
