package dev.waybill.domain.sync.plan;

import dev.waybill.domain.sync.CompareMode;
import dev.waybill.domain.sync.ConflictPolicy;
import dev.waybill.domain.sync.DeleteFigures;
import dev.waybill.domain.sync.DeleteGuard;
import dev.waybill.domain.sync.DeleteOutcome;
import dev.waybill.domain.sync.NamePolicy;
import dev.waybill.domain.sync.PlanCounts;
import dev.waybill.domain.sync.PlanHeader;
import dev.waybill.domain.sync.PlanOrigin;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncOptions;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.domain.sync.Tally;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.StoreId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/// The first line of a plan: what holds for all of it.
final class HeaderLine {
    private HeaderLine() {}

    static byte[] write(PlanHeader header) {
        return PlanLines.line(PlanLines.PLAN, header.id(), json -> {
            json.writeStringProperty("begin", header.begin().toString());
            json.writeStringProperty("direction", Names.of(header.direction()));
            store(json, "local", header.pair().local());
            store(json, "remote", header.pair().remote());
            json.writeStringProperty("remoteName", header.origin().remote());
            json.writeBooleanProperty("followLinks", header.origin().followLinks());
            options(json, header.options());
            // Both, or there would be no plan.
            json.writeStringProperty("listed", "both");
            counts(json, header.counts());
            guard(json, header);
            json.writeNumberProperty("failures", header.failures());
        });
    }

    private static void store(JsonGenerator json, String name, StoreId store) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("scheme", store.scheme());
        json.writeStringProperty("location", store.location());
        json.writeEndObject();
    }

    private static void options(JsonGenerator json, SyncOptions options) {
        json.writeObjectPropertyStart("options");
        json.writeStringProperty("scope", options.scope().value());
        json.writeStringProperty("compare", Names.of(options.compare()));
        texts(json, "include", options.include());
        texts(json, "exclude", options.exclude());
        json.writeBooleanProperty("delete", options.delete());
        json.writeStringProperty("conflicts", Names.of(options.conflicts()));
        json.writeBooleanProperty("restore", options.restore());
        json.writeBooleanProperty("ignoreBase", options.ignoreBase());
        json.writeStringProperty("names", Names.of(options.names()));
        json.writeBooleanProperty("keep", options.keep());
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    private static void counts(JsonGenerator json, PlanCounts counts) {
        json.writeObjectPropertyStart("steps");
        EndLine.tally(json, "transfers", counts.transfers());
        EndLine.tally(json, "deletes", counts.deletes());
        EndLine.tally(json, "late", counts.late());
        EndLine.tally(json, "adopts", counts.adopts());
        EndLine.tally(json, "forgets", counts.forgets());
        json.writeEndObject();
    }

    private static void guard(JsonGenerator json, PlanHeader header) {
        DeleteFigures deletes = header.deletes();
        json.writeObjectPropertyStart("guard");
        json.writeStringProperty("verdict", verdict(header));
        json.writeNumberProperty("due", deletes.due());
        json.writeNumberProperty("syncedAtSource", deletes.syncedAtSource());
        json.writeNumberProperty("syncedAtTarget", deletes.syncedAtTarget());
        header.options().guard().maxDeletes().ifPresent(most -> json.writeNumberProperty("maxDeletes", most));
        json.writeEndObject();
    }

    /// `not-asked`, `allowed`, or what holds the deletes back.
    static String verdict(PlanHeader header) {
        return switch (header.verdict(false)) {
            case DeleteOutcome.NotAsked notAsked -> "not-asked";
            case DeleteOutcome.Ran ran -> "allowed";
            case DeleteOutcome.Withheld withheld -> Names.of(withheld.why());
        };
    }

    /// @throws IllegalArgumentException naming the rule that the line breaks
    static PlanHeader read(byte[] bytes) {
        PlanLines.Line line = PlanLines.read(bytes);
        if (!line.type().equals(PlanLines.PLAN)) {
            throw new IllegalArgumentException("the first line of a plan must be of type plan, this one is of type "
                    + line.type() + "; to apply a part of a plan, name the whole one as well");
        }
        Fields fields = line.fields();
        Instant begin = time(fields.text("begin"));
        SyncDirection direction = constant(SyncDirection.class, "direction", fields.text("direction"));
        var pair = new SyncPair(store(fields.object("local")), store(fields.object("remote")));
        var origin = new PlanOrigin(fields.text("remoteName"), fields.flag("followLinks"));
        if (!fields.text("listed").equals("both")) {
            throw new IllegalArgumentException("listed must be both: a plan of half a listing is none");
        }
        PlanCounts counts = counts(fields.object("steps"));
        Fields guard = fields.object("guard");
        String verdict = guard.text("verdict");
        var deletes =
                new DeleteFigures(guard.count("due"), guard.count("syncedAtSource"), guard.count("syncedAtTarget"));
        OptionalLong most =
                guard.optionalCount("maxDeletes").map(OptionalLong::of).orElse(OptionalLong.empty());
        guard.end();
        SyncOptions options = options(fields.object("options"), most);
        long failures = fields.count("failures");
        fields.end();
        var header = new PlanHeader(line.plan(), begin, direction, pair, origin, options, counts, deletes, failures);
        if (!verdict.equals(verdict(header))) {
            throw new IllegalArgumentException(
                    "the guard's verdict is " + verdict + ", and its figures say " + verdict(header));
        }
        return header;
    }

    private static StoreId store(Fields fields) {
        var store = new StoreId(fields.text("scheme"), fields.text("location"));
        fields.end();
        return store;
    }

    private static SyncOptions options(Fields fields, OptionalLong maxDeletes) {
        SyncOptions options = SyncOptions.DEFAULT
                .withScope(KeyPrefix.of(fields.text("scope")))
                .withCompare(constant(CompareMode.class, "compare", fields.text("compare")))
                .withInclude(fields.texts("include"))
                .withExclude(fields.texts("exclude"))
                .withDelete(fields.flag("delete"))
                .withConflicts(constant(ConflictPolicy.class, "conflicts", fields.text("conflicts")))
                .withRestore(fields.flag("restore"))
                .withIgnoreBase(fields.flag("ignoreBase"))
                .withNames(constant(NamePolicy.class, "names", fields.text("names")))
                .withKeep(fields.flag("keep"))
                .withGuard(new DeleteGuard(maxDeletes, false));
        fields.end();
        return options;
    }

    private static PlanCounts counts(Fields fields) {
        var counts = new PlanCounts(
                tally(fields, "transfers"),
                tally(fields, "deletes"),
                tally(fields, "late"),
                tally(fields, "adopts"),
                tally(fields, "forgets"));
        fields.end();
        return counts;
    }

    private static Tally tally(Fields fields, String name) {
        Fields tally = fields.object(name);
        var read = new Tally(tally.count("objects"), tally.count("bytes"));
        tally.end();
        return read;
    }

    static <E extends Enum<E>> E constant(Class<E> type, String field, String name) {
        return Names.find(type, name)
                .orElseThrow(() -> new IllegalArgumentException("unknown " + field + " \"" + name + '"'));
    }

    static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a time in ISO 8601 and UTC: \"" + text + '"', e);
        }
    }
}
