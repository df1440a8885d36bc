package dev.waybill.domain.sync.plan;

import dev.waybill.domain.sync.PlanCost;
import dev.waybill.domain.sync.PlanHeader;
import dev.waybill.domain.sync.PlanTotals;
import dev.waybill.domain.sync.Tally;
import dev.waybill.port.SkippedEntry;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/// The last line of a plan: what it comes to, and that nothing is cut off.
final class EndLine {
    private static final double THOUSANDTHS = 1000;

    private EndLine() {}

    static byte[] write(PlanHeader header, PlanTotals totals) {
        return PlanLines.line(PlanLines.END, header.id(), json -> {
            json.writeNumberProperty("steps", header.counts().steps());
            json.writeObjectPropertyStart("decided");
            new TreeMap<>(totals.decided()).forEach((reason, tally) -> tally(json, Names.of(reason), tally));
            json.writeEndObject();
            json.writeNumberProperty("conflicts", totals.conflicts());
            json.writeNumberProperty("failures", header.failures());
            json.writeNumberProperty("collisions", totals.collisions());
            json.writeNumberProperty("renamed", totals.renamed());
            skipped(json, "skipped", totals.skipped());
            skipped(json, "skippedAtTarget", totals.skippedAtTarget());
            json.writeNumberProperty("deleteRatio", Math.round(header.deletes().ratio() * THOUSANDTHS) / THOUSANDTHS);
            json.writeStringProperty("guard", HeaderLine.verdict(header));
            cost(json, totals.cost());
        });
    }

    static void tally(JsonGenerator json, String name, Tally tally) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("objects", tally.objects());
        json.writeNumberProperty("bytes", tally.bytes());
        json.writeEndObject();
    }

    private static void skipped(JsonGenerator json, String name, Map<SkippedEntry.Reason, Long> counts) {
        json.writeObjectPropertyStart(name);
        new TreeMap<>(counts).forEach((reason, count) -> json.writeNumberProperty(Names.of(reason), count));
        json.writeEndObject();
    }

    private static void cost(JsonGenerator json, PlanCost cost) {
        json.writeObjectPropertyStart("cost");
        json.writeObjectPropertyStart("source");
        json.writeNumberProperty("reads", cost.reads());
        json.writeNumberProperty("lookups", cost.sourceLookups());
        json.writeEndObject();
        json.writeObjectPropertyStart("target");
        json.writeNumberProperty("writes", cost.writes());
        json.writeNumberProperty("lookups", cost.targetLookups());
        json.writeNumberProperty("deletes", cost.deletes());
        json.writeEndObject();
        json.writeNumberProperty("bytes", cost.bytes());
        json.writeEndObject();
    }

    /// Reads how many steps the plan has; the other totals are for people.
    ///
    /// @throws IllegalArgumentException naming the rule that the line breaks
    static long steps(PlanLines.Line line) {
        return line.fields().count("steps");
    }
}
