package dev.waybill.domain.transfer;

import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UploadRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What an upload was begun with, made short: an upload may be gone on with only by who would have begun it the same.
final class UploadFingerprint {
    private UploadFingerprint() {}

    /// Of the version that is moved, the request but for its token, and what is hashed as the parts move.
    static String of(
            SourceVersion version, UploadRequest request, TransferOptions asked, Set<ChecksumAlgorithm> computed) {
        PutOptions options = request.options();
        var lines = new ArrayList<String>(List.of(
                version.name(),
                Long.toString(version.metadata().size()),
                Long.toString(request.partBytes()),
                request.checksum().map(Enum::name).orElse(""),
                words(asked.precondition()),
                words(options.precondition()),
                options.contentType().orElse(""),
                options.contentModified().map(Object::toString).orElse(""),
                new TreeSet<>(computed).toString()));
        new TreeMap<>(options.userMetadata().entries()).forEach((name, value) -> lines.add(name + "=" + value));
        byte[] text = String.join("\0", lines).getBytes(StandardCharsets.UTF_8);
        return ContentHasher.hash(ChecksumAlgorithm.SHA256, text).hex();
    }

    private static String words(Precondition precondition) {
        return switch (precondition) {
            case Precondition.None none -> "none";
            case Precondition.Absent absent -> "absent";
            case Precondition.Matches matches -> "matches " + matches.etag().value();
        };
    }
}
