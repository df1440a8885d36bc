package dev.waybill.domain.artifact.format;

import java.time.Instant;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Says that content is being removed.
public final class SweepDocument {
    private SweepDocument() {}

    /// The text of the document.
    ///
    /// @param id tells this sweep from every other
    public static byte[] write(String id, Instant began) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("id", id);
        fields.put("began_at", JsonFields.seconds(began));
        return JsonText.write(fields);
    }

    /// Which sweep wrote a document.
    ///
    /// @throws MalformedDocument if it says so nowhere
    public static String id(byte[] bytes) throws MalformedDocument {
        return JsonFields.read(bytes).requiredText("id");
    }
}
