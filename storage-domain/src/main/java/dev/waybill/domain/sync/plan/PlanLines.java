package dev.waybill.domain.sync.plan;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What every line of a plan begins with, and how it is made and read.
final class PlanLines {
    /// The version of the format. New fields change it, too: what a reader does not know it must not do. Those of the
    /// end do not: but for the number of steps, people alone read them.
    static final int VERSION = 1;

    static final String PLAN = "plan";
    static final String STEP = "step";
    static final String NOTE = "note";
    static final String END = "end";

    private static final JsonFactory JSON = new JsonFactory();

    private PlanLines() {}

    /// A line without its line feed.
    ///
    /// @param plan the id of the plan
    /// @param fields writes what the line is about
    static byte[] line(String type, String plan, Consumer<JsonGenerator> fields) {
        var bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeNumberProperty("v", VERSION);
            json.writeStringProperty("type", type);
            json.writeStringProperty("plan", plan);
            fields.accept(json);
            json.writeEndObject();
        }
        return Seal.sealed(bytes.toByteArray());
    }

    /// A line that was read.
    ///
    /// @param type what it tells of
    /// @param plan the id of the plan it is of
    /// @param fields what is left to be read
    record Line(String type, String plan, Fields fields) {}

    /// Reads what every line begins with.
    ///
    /// @throws IllegalArgumentException naming the rule that the line breaks
    static Line read(byte[] bytes) {
        if (!Seal.isIntact(bytes)) {
            throw new IllegalArgumentException(
                    "the line is damaged or was changed: its last field, crc, is not the checksum of the others;"
                            + " lines can be left out, not edited");
        }
        Fields fields = Fields.of(bytes);
        long version = fields.count("v");
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "the plan has version " + version + " of the format, and this Waybill knows " + VERSION);
        }
        fields.skip("crc");
        return new Line(fields.text("type"), fields.text("plan"), fields);
    }
}
