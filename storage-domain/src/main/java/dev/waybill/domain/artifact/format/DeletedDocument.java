package dev.waybill.domain.artifact.format;

import java.time.Instant;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// The mark of a version that is deleted and can be restored, `.deleted`. That it is there is what counts.
public final class DeletedDocument {
    private DeletedDocument() {}

    /// The text of the mark.
    public static byte[] write(String artifact, int version, Instant now) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("deleted_at", JsonFields.seconds(now));
        fields.put("deleted_by", "user");
        fields.put("version", JsonNumber.of(version));
        fields.put("artifact_name", artifact);
        return JsonText.write(fields);
    }
}
