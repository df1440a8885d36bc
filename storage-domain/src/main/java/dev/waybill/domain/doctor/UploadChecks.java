package dev.waybill.domain.doctor;

import static dev.waybill.domain.doctor.Finding.broken;
import static dev.waybill.domain.doctor.Finding.holds;

import dev.waybill.domain.config.CapabilityName;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Capability;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.Etag;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadLimits;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadedPart;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// Whether large objects can be written in parts, taken up again and given up, and copied without a download.
final class UploadChecks {
    /// Where a part may be smaller than this, it is this large.
    private static final long PART_BYTES = 1 << 20;

    private UploadChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(CapabilityName.of(Capability.RESUMABLE_UPLOAD), UploadChecks::upload),
                new Check(CapabilityName.of(Capability.COPY_PART), UploadChecks::copyPart),
                new Check(CapabilityName.of(Capability.SERVER_SIDE_COPY), UploadChecks::copy));
    }

    private static List<Finding> upload(Bench bench) {
        if (!bench.has(Capability.RESUMABLE_UPLOAD)) {
            return List.of(Finding.notOffered(Capability.RESUMABLE_UPLOAD));
        }
        UploadLimits limits = bench.capabilities().uploadLimits().orElseThrow();
        long partBytes = Math.max(limits.minPartBytes(), Math.min(PART_BYTES, limits.maxPartBytes()));
        Optional<String> wrong = wrongWithUpload(bench, bench.key("uploaded"), (int) partBytes);
        String check = CapabilityName.of(Capability.RESUMABLE_UPLOAD);
        Finding finding = wrong.map(what -> broken(check, what))
                .orElseGet(() -> holds(
                        check,
                        "resumed by its id, in parts of " + partBytes + " bytes; as declared, up to "
                                + limits.maxParts() + " parts of at least " + limits.minPartBytes() + " bytes"));
        return List.of(finding.of(Capability.RESUMABLE_UPLOAD));
    }

    private static Optional<String> wrongWithUpload(Bench bench, ObjectKey key, int partBytes) {
        byte[] content = new byte[partBytes + 7];
        new Random(partBytes).nextBytes(content);
        var request = UploadRequest.start(key, PutOptions.DEFAULT, partBytes);
        UploadedPart last;
        var store = bench.store();
        UploadRequest again;
        try (var upload = store.openUpload(request)) {
            last = upload.putPart(2, ObjectSource.of(Arrays.copyOfRange(content, partBytes, content.length)));
            again = request.resuming(upload.id());
        }
        if (store.stat(key).isPresent()) {
            return Optional.of("an unfinished upload shows as an object");
        }
        if (!isListed(bench, key)) {
            return Optional.of("an unfinished upload is not listed, and could not be cleared away");
        }
        try (var upload = store.openUpload(again)) {
            UploadedPart first = upload.putPart(1, ObjectSource.of(Arrays.copyOf(content, partBytes)));
            if (upload.parts().size() != 2) {
                return Optional.of("of two parts it knows " + upload.parts().size());
            }
            upload.complete(List.of(first, last), Optional.empty());
        }
        return Arrays.equals(bench.bytes(key, GetOptions.WHOLE), content)
                ? Optional.empty()
                : Optional.of("the object is not what its parts were");
    }

    private static List<Finding> copyPart(Bench bench) {
        if (!bench.has(Capability.COPY_PART)) {
            return List.of(Finding.notOffered(Capability.COPY_PART));
        }
        String check = CapabilityName.of(Capability.COPY_PART);
        var from = bench.key("copied in part");
        Etag old = bench.put(from, "before").etag().orElseThrow();
        Etag version = bench.put(from, "copied in part").etag().orElseThrow();
        long partBytes = bench.capabilities().uploadLimits().orElseThrow().minPartBytes();
        var range = new ByteRange.Span(7, 2);
        boolean refused;
        try (var upload = bench.store().openUpload(UploadRequest.start(from, PutOptions.DEFAULT, partBytes))) {
            refused = Bench.isRefused(() -> upload.copyPart(1, from, range, old));
            UploadedPart part = upload.copyPart(1, from, range, version);
            upload.complete(List.of(part), Optional.empty());
        }
        boolean right = bench.text(from).equals("in");
        Finding finding = right && refused
                ? holds(check, "ranges of the right version, without a download")
                : broken(check, right ? "it copies parts of another version too" : "the copy holds other bytes");
        return List.of(finding.of(Capability.COPY_PART));
    }

    private static boolean isListed(Bench bench, ObjectKey key) {
        try (Stream<UnfinishedUpload> uploads = bench.store().listUploads(bench.corner())) {
            return uploads.anyMatch(upload -> upload.key().equals(key));
        }
    }

    private static List<Finding> copy(Bench bench) {
        if (!bench.has(Capability.SERVER_SIDE_COPY)) {
            return List.of(Finding.notOffered(Capability.SERVER_SIDE_COPY));
        }
        String check = CapabilityName.of(Capability.SERVER_SIDE_COPY);
        var from = bench.key("copied from");
        var to = bench.key("copied to ü");
        bench.put(from, "copied");
        bench.store().copy(from, to, CopyOptions.DEFAULT);
        Finding finding = bench.text(to).equals("copied")
                ? holds(check, "without a download")
                : broken(check, "the copy holds other bytes");
        return List.of(finding.of(Capability.SERVER_SIDE_COPY));
    }
}
