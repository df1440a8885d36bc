package dev.waybill.domain.artifact.format;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The contents that a save under way relies on.
public final class SavingDocument {
    private SavingDocument() {}

    /// The text of the document.
    public static byte[] write(Collection<Checksum> contents, Instant began) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("began_at", JsonFields.seconds(began));
        fields.put("contents", contents.stream().map(Checksum::hex).distinct().toList());
        return JsonText.write(fields);
    }

    /// The contents that a document names.
    ///
    /// @throws MalformedDocument if it is none
    public static Set<Checksum> read(byte[] bytes) throws MalformedDocument {
        JsonFields fields = JsonFields.read(bytes);
        var contents = new LinkedHashSet<Checksum>();
        for (String hex : fields.texts("contents")) {
            try {
                contents.add(new Checksum(ChecksumAlgorithm.SHA256, hex));
            } catch (IllegalArgumentException e) {
                throw fields.wrong("contents", "has no SHA-256: " + ManifestFile.quoted(hex));
            }
        }
        return contents;
    }
}
