package dev.waybill.domain.artifact.format;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a run says of itself, `meta.json` and `status.json`.
///
/// @param status how it stands, where the document says so
/// @param createdAt when it began, where the document says so
public record RunDocument(Optional<String> status, Optional<Instant> createdAt) {
    /// Reads one of them.
    ///
    /// @throws MalformedDocument if it is none
    public static RunDocument read(byte[] bytes) throws MalformedDocument {
        JsonFields fields = JsonFields.read(bytes);
        Optional<Instant> created = fields.time("created_at");
        return new RunDocument(fields.text("status"), created.isPresent() ? created : fields.time("started_at"));
    }

    /// The text of `meta.json`.
    ///
    /// @param project the project it belongs to
    /// @param name the name of the experiment
    /// @param id its id
    /// @param platform the system it ran on
    /// @param repository where it is filed
    /// @param now when it began
    public static byte[] meta(String project, String name, String id, String platform, String repository, Instant now) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("id", id);
        fields.put("project", project);
        fields.put("name", name);
        fields.put("created_at", JsonFields.seconds(now));
        fields.put("python", "");
        fields.put("platform", platform);
        fields.put("hostname", "");
        fields.put("pid", JsonNumber.of(ProcessHandle.current().pid()));
        fields.put("storage_dir", repository);
        return JsonText.write(fields);
    }

    /// The text of `status.json` of a run that is over.
    public static byte[] finished(Instant now) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("status", "finished");
        fields.put("started_at", JsonFields.seconds(now));
        fields.put("ended_at", JsonFields.seconds(now));
        return JsonText.write(fields);
    }
}
