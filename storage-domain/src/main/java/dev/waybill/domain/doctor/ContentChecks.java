package dev.waybill.domain.doctor;

import static dev.waybill.domain.doctor.Finding.broken;
import static dev.waybill.domain.doctor.Finding.holds;

import dev.waybill.domain.config.CapabilityName;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Capability;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.GetOptions;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.UserMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Whether bytes, and what is kept beside them, come back as they were given.
final class ContentChecks {
    private static final Instant CHANGED = Instant.parse("2021-02-03T04:05:06.789123456Z");

    private ContentChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("write, read, replace, delete", ContentChecks::roundTrip),
                new Check("ranges", ContentChecks::ranges),
                new Check("checksums", ContentChecks::checksums),
                new Check("user metadata", ContentChecks::userMetadata),
                new Check("times", ContentChecks::times));
    }

    private static List<Finding> roundTrip(Bench bench) {
        String check = "write, read, replace, delete";
        var key = bench.key("content");
        bench.put(key, "first");
        bench.put(key, "the second");
        boolean read = bench.text(key).equals("the second")
                && bench.store().stat(key).orElseThrow().size() == 10;
        bench.put(key, "");
        boolean empty = bench.text(key).isEmpty();
        bench.store().delete(key, DeleteOptions.ANY);
        bench.store().delete(key, DeleteOptions.ANY);
        boolean gone = bench.store().stat(key).isEmpty();
        if (read && empty && gone) {
            return List.of(holds(check, "each seen at once by the next call"));
        }
        return List.of(broken(
                check,
                !read
                        ? "the bytes read are not those written last"
                        : !empty ? "an empty object is not empty" : "a deleted object is still there"));
    }

    private static List<Finding> ranges(Bench bench) {
        var key = bench.key("ranges");
        bench.put(key, "0123456789");
        var expected = Map.of(
                (ByteRange) new ByteRange.Span(3, 4),
                "3456",
                new ByteRange.From(7),
                "789",
                new ByteRange.Suffix(2),
                "89");
        for (var range : expected.entrySet()) {
            String text = new String(bench.bytes(key, GetOptions.of(range.getKey())), StandardCharsets.UTF_8);
            if (!text.equals(range.getValue())) {
                return List.of(broken("ranges", range.getKey() + " of 0123456789 gave \"" + text + "\""));
            }
        }
        return List.of(holds("ranges", "middle, rest and end"));
    }

    private static List<Finding> checksums(Bench bench) {
        var findings = new ArrayList<Finding>();
        for (ChecksumAlgorithm algorithm : bench.capabilities().checksums()) {
            String check = "checksum " + algorithm;
            byte[] content = "checked".getBytes(StandardCharsets.UTF_8);
            var key = bench.key("checksums/" + algorithm);
            bench.put(key, "checked", PutOptions.DEFAULT.withChecksum(ContentHasher.hash(algorithm, content)));
            Checksum wrong = ContentHasher.hash(algorithm, new byte[] {1});
            boolean refused;
            try {
                bench.put(key, "changed", PutOptions.DEFAULT.withChecksum(wrong));
                refused = false;
            } catch (CorruptContent e) {
                refused = true;
            }
            findings.add(
                    refused && bench.text(key).equals("checked")
                            ? holds(check, "a wrong one is refused and changes nothing")
                            : broken(check, "bytes that do not match it were stored"));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.measured("checksums", "the store verifies none; transfers are verified by reading"));
        }
        return findings;
    }

    private static List<Finding> userMetadata(Bench bench) {
        if (!bench.has(Capability.USER_METADATA)) {
            return List.of(Finding.notOffered(Capability.USER_METADATA));
        }
        String check = CapabilityName.of(Capability.USER_METADATA);
        var key = bench.key("metadata");
        var entries = UserMetadata.of(Map.of("plain", "a value", "spoken", "naïve – 東京"));
        bench.put(key, "m", PutOptions.DEFAULT.withUserMetadata(entries));
        var kept = bench.store().stat(key).orElseThrow().userMetadata().orElse(UserMetadata.EMPTY);
        Finding finding =
                kept.entries().entrySet().containsAll(entries.entries().entrySet())
                        ? holds(check, "also beyond ASCII")
                        : broken(check, "of " + entries.entries() + " came back " + kept.entries());
        return List.of(finding.of(Capability.USER_METADATA));
    }

    private static List<Finding> times(Bench bench) {
        var precision = bench.capabilities().modifiedPrecision();
        if (precision.isEmpty()) {
            return List.of(Finding.measured("times", "the time of the content is not kept"));
        }
        var key = bench.key("times");
        bench.put(key, "t", PutOptions.DEFAULT.withContentModified(CHANGED));
        var kept = bench.store().stat(key).orElseThrow().contentModified();
        boolean near =
                kept.isPresent() && Duration.between(kept.get(), CHANGED).abs().compareTo(precision.get()) <= 0;
        return List.of(
                near
                        ? holds("times", "kept to " + precision.get().toNanos() + " ns")
                        : broken(
                                "times",
                                CHANGED + " came back as "
                                        + kept.map(Instant::toString).orElse("nothing")));
    }
}
