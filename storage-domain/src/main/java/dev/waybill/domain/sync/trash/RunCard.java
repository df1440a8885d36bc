package dev.waybill.domain.sync.trash;

import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Whose trash it is: written before the first object is kept, and again with its end when the run is over.
///
/// @param run the run
/// @param local the local side, as [dev.waybill.port.StoreId#toString] writes it
/// @param remote the remote side
/// @param end when the run ended; empty while it goes on, and for ever if it was killed
public record RunCard(RunName run, String local, String remote, Optional<Instant> end) {
    private static final int VERSION = 1;
    private static final JsonFactory JSON = new JsonFactory();

    /// The same, ended.
    RunCard ended(Instant when) {
        return new RunCard(run, local, remote, Optional.of(when));
    }

    byte[] toBytes() {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeNumberProperty("v", VERSION);
            json.writeStringProperty("run", run.value());
            json.writeStringProperty("local", local);
            json.writeStringProperty("remote", remote);
            end.ifPresent(when -> json.writeStringProperty("end", when.toString()));
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /// The card that `bytes` are, or empty if they are none that this version can read.
    static Optional<RunCard> parse(byte[] bytes) {
        var texts = new HashMap<String, String>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                json.nextToken();
                texts.put(name, json.getString());
            }
            return of(texts);
        } catch (JacksonException | DateTimeException noCard) {
            return Optional.empty();
        }
    }

    private static Optional<RunCard> of(Map<String, String> texts) {
        return RunName.parse(texts.getOrDefault("run", ""))
                .map(name -> new RunCard(
                        name,
                        texts.getOrDefault("local", ""),
                        texts.getOrDefault("remote", ""),
                        Optional.ofNullable(texts.get("end")).map(Instant::parse)));
    }
}
