package dev.waybill.testkit.s3;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Uploads in parts: start, parts, lists, complete, abort.
final class UploadCalls {
    static final int LEAST_PART_BYTES = 5 << 20;
    private static final Pattern SPAN = Pattern.compile("bytes=(\\d+)-(\\d+)");

    private final Clock clock;
    private final ObjectCalls objects;
    private final int leastPartBytes;

    UploadCalls(Clock clock, ObjectCalls objects, int leastPartBytes) {
        this.clock = clock;
        this.objects = objects;
        this.leastPartBytes = leastPartBytes;
    }

    S3Answer start(S3Request request, Bucket bucket) {
        var algorithm = request.header("x-amz-checksum-algorithm").map(ChecksumAlgorithm::valueOf);
        String id = bucket.start(new Bucket.Upload(
                request.key(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                request.header("Content-Type").orElse("binary/octet-stream"),
                ObjectCalls.metadata(request),
                algorithm,
                new TreeMap<>()));
        return S3Answer.xml(
                200,
                Xml.root("InitiateMultipartUploadResult")
                        .add("Bucket", request.bucket())
                        .add("Key", request.key())
                        .add("UploadId", id));
    }

    S3Answer putPart(S3Request request, Bucket bucket, RequestBody.Content content) {
        var part =
                new Bucket.Part(content.bytes(), ObjectCalls.md5(content.bytes()), content.checksum(), clock.instant());
        bucket.addPart(request.parameter("uploadId", ""), request.key(), number(request), part);
        var answer = S3Answer.of(200).header("ETag", '"' + part.etag() + '"');
        part.checksum().ifPresent(c -> answer.header(ObjectCalls.checksumHeader(c.algorithm()), c.toBase64()));
        return answer;
    }

    S3Answer copyPart(S3Request request, Bucket bucket) {
        byte[] bytes = objects.copySource(request).object().bytes();
        var span = SPAN.matcher(request.header("x-amz-copy-source-range").orElse(""));
        if (span.matches()) {
            bytes = Arrays.copyOfRange(bytes, Integer.parseInt(span.group(1)), Integer.parseInt(span.group(2)) + 1);
        }
        var algorithm =
                bucket.upload(request.parameter("uploadId", ""), request.key()).algorithm();
        byte[] copied = bytes;
        var checksum = algorithm.map(a -> ContentHasher.hash(a, copied));
        var part = new Bucket.Part(copied, ObjectCalls.md5(copied), checksum, clock.instant());
        bucket.addPart(request.parameter("uploadId", ""), request.key(), number(request), part);
        var xml = Xml.root("CopyPartResult")
                .add("ETag", '"' + part.etag() + '"')
                .add("LastModified", ObjectCalls.isoDate(part.modified()));
        checksum.ifPresent(c -> xml.add(element(c.algorithm()), c.toBase64()));
        return S3Answer.xml(200, xml);
    }

    private static int number(S3Request request) {
        int number = Integer.parseInt(request.parameter("partNumber", "0"));
        if (number < 1 || number > 10_000) {
            throw S3Failure.badRequest("InvalidArgument", "Part number must be an integer between 1 and 10000.");
        }
        return number;
    }

    S3Answer parts(S3Request request, Bucket bucket) {
        var upload = bucket.upload(request.parameter("uploadId", ""), request.key());
        int after = Integer.parseInt(request.parameter("part-number-marker", "0"));
        int most = Math.min(1000, Integer.parseInt(request.parameter("max-parts", "1000")));
        var xml = Xml.root("ListPartsResult").add("Bucket", request.bucket()).add("Key", request.key());
        int listed = 0;
        int last = after;
        boolean more = false;
        for (var entry : upload.parts().tailMap(after + 1).entrySet()) {
            if (listed == most) {
                more = true;
                break;
            }
            var part = entry.getValue();
            xml.open("Part")
                    .add("PartNumber", entry.getKey())
                    .add("LastModified", ObjectCalls.isoDate(part.modified()))
                    .add("ETag", '"' + part.etag() + '"')
                    .add("Size", part.bytes().length);
            part.checksum().ifPresent(c -> xml.add(element(c.algorithm()), c.toBase64()));
            xml.close();
            last = entry.getKey();
            listed++;
        }
        return S3Answer.xml(200, xml.add("NextPartNumberMarker", last).add("IsTruncated", more));
    }

    static S3Answer uploads(S3Request request, Bucket bucket) {
        String prefix = request.parameter("prefix", "");
        boolean encoded = request.parameter("encoding-type", "").equals("url");
        var xml = Xml.root("ListMultipartUploadsResult").add("Bucket", request.bucket());
        if (encoded) {
            xml.add("EncodingType", "url");
        }
        bucket.uploads().forEach((id, upload) -> {
            if (upload.key().startsWith(prefix)) {
                String key = encoded ? SignatureCheck.encode(upload.key()) : upload.key();
                xml.open("Upload")
                        .add("Key", key)
                        .add("UploadId", id)
                        .add("Initiated", ObjectCalls.isoDate(upload.started()))
                        .close();
            }
        });
        return S3Answer.xml(200, xml.add("IsTruncated", false));
    }

    S3Answer complete(S3Request request, Bucket bucket, byte[] body) {
        String id = request.parameter("uploadId", "");
        var upload = bucket.upload(id, request.key());
        var bytes = new ByteArrayOutputStream();
        var digests = new ByteArrayOutputStream();
        Optional<Checksum> whole = Optional.empty();
        var named = Xml.children(body, "Part");
        int before = 0;
        for (int i = 0; i < named.size(); i++) {
            int number = Integer.parseInt(Xml.text(named.get(i), "PartNumber").orElse("0"));
            if (number <= before) {
                throw S3Failure.badRequest("InvalidPartOrder", "The list of parts was not in ascending order.");
            }
            before = number;
            var part = Optional.ofNullable(upload.parts().get(number));
            var etag = Xml.text(named.get(i), "ETag").map(Bucket::unquoted);
            if (part.isEmpty() || !etag.equals(part.map(Bucket.Part::etag))) {
                throw S3Failure.badRequest("InvalidPart", "Part " + number + " is not there or is another.");
            }
            if (part.get().bytes().length < leastPartBytes && i < named.size() - 1) {
                throw S3Failure.badRequest("EntityTooSmall", "Part " + number + " is smaller than the minimum.");
            }
            whole = joined(whole, part.get(), bytes.size() == 0);
            bytes.writeBytes(part.get().bytes());
            digests.writeBytes(HexFormat.of().parseHex(part.get().etag()));
        }
        if (named.isEmpty()) {
            throw S3Failure.badRequest("MalformedXML", "An upload is completed with one part at least.");
        }
        requireWhole(request, upload, whole);
        var object = new StoredBytes(
                bytes.toByteArray(),
                ObjectCalls.md5(digests.toByteArray()) + "-" + named.size(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                upload.contentType(),
                upload.metadata(),
                whole.filter(c -> ContentHasher.isCombinable(c.algorithm())));
        bucket.finish(id, object, Bucket.Conditions.of(request));
        return S3Answer.xml(
                200,
                Xml.root("CompleteMultipartUploadResult")
                        .add("Bucket", request.bucket())
                        .add("Key", request.key())
                        .add("ETag", '"' + object.etag() + '"'));
    }

    private static Optional<Checksum> joined(Optional<Checksum> whole, Bucket.Part part, boolean first) {
        if (first) {
            return part.checksum();
        }
        return whole.flatMap(before -> part.checksum()
                .filter(next -> next.algorithm() == before.algorithm() && ContentHasher.isCombinable(next.algorithm()))
                .map(next -> ContentHasher.combine(before, next, part.bytes().length)));
    }

    private static void requireWhole(S3Request request, Bucket.Upload upload, Optional<Checksum> whole) {
        upload.algorithm()
                .flatMap(a -> request.header(ObjectCalls.checksumHeader(a)))
                .ifPresent(named -> {
                    if (!whole.map(Checksum::toBase64).equals(Optional.of(named))) {
                        throw S3Failure.badRequest("BadDigest", "The checksum of the whole does not match its parts.");
                    }
                });
    }

    private static String element(ChecksumAlgorithm algorithm) {
        return "Checksum" + algorithm.name().toUpperCase(Locale.ROOT);
    }
}
