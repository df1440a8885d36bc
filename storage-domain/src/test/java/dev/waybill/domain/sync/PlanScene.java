package dev.waybill.domain.sync;

import dev.waybill.domain.sync.plan.PlanFile;
import dev.waybill.domain.sync.plan.PlanText;
import dev.waybill.domain.sync.plan.PlanWriter;
import dev.waybill.domain.transfer.Tasks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

        /// These lines in so many parts, without any order.
        List<Lines> split(Random random, int count) {
            List<String> lines = new ArrayList<>(list());
            Collections.shuffle(lines, random);
            return IntStream.range(0, count)
                    .mapToObj(part -> new Lines(IntStream.range(0, lines.size())
                            .filter(i -> i % count == part)
                            .mapToObj(i -> lines.get(i) + '\n')
                            .collect(Collectors.joining())))
                    .toList();
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
        return applyPart(whole, part, false);
    }

    private SyncReport applyPart(Lines whole, Lines part, boolean forceDelete) {
        return run(PlanFile.partOf(whole, part), forceDelete);
    }

    /// Applies all parts at the same time.
    List<SyncReport> applyTogether(Lines whole, List<Lines> parts, boolean forceDelete) throws InterruptedException {
        var reports = new ConcurrentLinkedQueue<SyncReport>();
        try (var tasks = Tasks.failingFast(parts.size())) {
            for (Lines part : parts) {
                tasks.submit(() -> reports.add(applyPart(whole, part, forceDelete)));
            }
            tasks.join();
        }
        return List.copyOf(reports);
    }

    private SyncReport run(Plan plan, boolean forceDelete) {
        return scene.synchronizer().apply(plan, forceDelete, SyncListener.NONE);
    }
}
