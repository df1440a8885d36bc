package dev.waybill.testkit.s3;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;

/// Lists the objects of a bucket, by version 2 of the call.
final class ListCalls {
    private static final int MOST_KEYS = 1000;

    private ListCalls() {}

    static S3Answer objects(S3Request request, Bucket bucket) {
        if (!request.parameter("list-type", "").equals("2")) {
            throw new S3Failure(501, "NotImplemented", "Only version 2 of listings is known: " + request);
        }
        String prefix = request.parameter("prefix", "");
        String delimiter = request.parameter("delimiter", "");
        int most = Math.min(MOST_KEYS, Integer.parseInt(request.parameter("max-keys", "1000")));
        boolean encoded = request.parameter("encoding-type", "").equals("url");
        var page = new Page(encoded, Xml.root("ListBucketResult"));
        page.xml.add("Name", request.bucket()).add("Prefix", page.name(prefix)).add("MaxKeys", most);
        if (encoded) {
            page.xml.add("EncodingType", "url");
        }
        var seen = new HashSet<String>();
        String last = marker(request);
        String skipped = last;
        boolean more = false;
        for (Map.Entry<String, StoredBytes> entry : bucket.after(last).entrySet()) {
            String key = entry.getKey();
            if (!key.startsWith(prefix)) {
                continue;
            }
            int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            String group = end < 0 ? "" : key.substring(0, end + delimiter.length());
            if (!group.isEmpty() && (seen.contains(group) || skipped.startsWith(group))) {
                continue;
            }
            if (page.count == most) {
                more = true;
                break;
            }
            if (group.isEmpty()) {
                page.object(key, entry.getValue());
                last = key;
            } else {
                seen.add(group);
                page.group(group);
                last = group + Character.toString(Character.MAX_CODE_POINT);
            }
        }
        page.xml.add("KeyCount", page.count).add("IsTruncated", more);
        if (more) {
            page.xml.add("NextContinuationToken", token(last));
        }
        return S3Answer.xml(200, page.xml);
    }

    private static String marker(S3Request request) {
        if (request.asks("continuation-token")) {
            byte[] token = Base64.getUrlDecoder().decode(request.parameter("continuation-token", ""));
            return new String(token, StandardCharsets.UTF_8);
        }
        return request.parameter("start-after", "");
    }

    private static String token(String last) {
        return Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Page {
        private final boolean encoded;
        private final Xml xml;
        private int count;

        Page(boolean encoded, Xml xml) {
            this.encoded = encoded;
            this.xml = xml;
        }

        String name(String name) {
            return encoded ? SignatureCheck.encode(name).replace("%2F", "/") : name;
        }

        void object(String key, StoredBytes object) {
            count++;
            xml.open("Contents")
                    .add("Key", name(key))
                    .add("LastModified", ObjectCalls.isoDate(object.modified()))
                    .add("ETag", '"' + object.etag() + '"')
                    .add("Size", object.bytes().length)
                    .add("StorageClass", "STANDARD")
                    .close();
        }

        void group(String prefix) {
            count++;
            xml.open("CommonPrefixes").add("Prefix", name(prefix)).close();
        }
    }
}
