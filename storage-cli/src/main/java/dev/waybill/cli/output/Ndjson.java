package dev.waybill.cli.output;

import java.io.PrintStream;
import java.io.StringWriter;
import java.util.Collection;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes events for machines: one JSON object a line, each with the version of the format. Any number of threads.
public final class Ndjson {
    /// The version of the events' format. New fields and types do not change it; a change of meaning does.
    public static final int VERSION = 1;

    private final JsonFactory json = new JsonFactory();
    private final PrintStream out;

    /// @param out where the lines go
    public Ndjson(PrintStream out) {
        this.out = out;
    }

    /// Writes one event.
    ///
    /// @param type what it tells of
    /// @param fields writes the fields of the event
    public void event(String type, Consumer<JsonGenerator> fields) {
        var line = new StringWriter(256);
        try (JsonGenerator generator = json.createGenerator(ObjectWriteContext.empty(), line)) {
            generator.writeStartObject();
            generator.writeNumberProperty("v", VERSION);
            generator.writeStringProperty("type", type);
            fields.accept(generator);
            generator.writeEndObject();
        }
        synchronized (this) {
            out.append(line.getBuffer()).append('\n');
            out.flush();
        }
    }

    /// Writes a field that is a list of texts.
    public static void texts(JsonGenerator json, String name, Collection<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }
}
