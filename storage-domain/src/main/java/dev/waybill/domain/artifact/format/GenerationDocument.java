package dev.waybill.domain.artifact.format;

import java.time.Instant;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Tells one state of a repository from another: each change by this library leaves another id.
///
/// @param id tells it from every other
/// @param changing whether a change was under way when it was written
public record GenerationDocument(String id, boolean changing) {
    /// Reads one.
    ///
    /// @throws MalformedDocument if it is none
    public static GenerationDocument read(byte[] bytes) throws MalformedDocument {
        JsonFields fields = JsonFields.read(bytes);
        return new GenerationDocument(
                fields.requiredText("generation"), !fields.requiredText("state").equals("settled"));
    }

    /// The text of the document.
    public byte[] toBytes(Instant now) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("generation", id);
        fields.put("state", changing ? "changing" : "settled");
        fields.put("written_at", JsonFields.seconds(now));
        return JsonText.write(fields);
    }
}
