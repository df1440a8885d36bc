package dev.waybill.testkit.gcs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Bodies of several parts (RFC 2046 section 5.1), as uploads and batches are.
final class Multipart {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))");

    /// One part.
    ///
    /// @param headers by name in lower case
    /// @param body what stands behind them
    @SuppressWarnings("ArrayRecordComponent") // read once
    record Part(Map<String, String> headers, byte[] body) {}

    private Multipart() {}

    /// The parts of a request's body.
    ///
    /// @throws GcsFailure if it has none, or does not end
    static List<Part> of(GcsRequest request, String type) {
        String contentType = request.header("Content-Type").orElse("");
        var boundary = BOUNDARY.matcher(contentType);
        if (!contentType.startsWith(type) || !boundary.find()) {
            throw GcsFailure.of(400, "badContent", "Content-Type must be " + type + " with a boundary.");
        }
        String name = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        return split(request.body(), ("--" + name).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<Part> split(byte[] body, byte[] delimiter) {
        var parts = new ArrayList<Part>();
        int at = find(body, delimiter, 0);
        while (at >= 0) {
            int start = at + delimiter.length;
            if (start + 1 < body.length && body[start] == '-' && body[start + 1] == '-') {
                return parts;
            }
            int next = find(body, delimiter, start);
            if (next < 0) {
                break;
            }
            parts.add(part(body, lineEnd(body, start), withoutLineEnd(body, next)));
            at = next;
        }
        throw GcsFailure.of(400, "badContent", "The multipart body does not end as it should.");
    }

    private static int lineEnd(byte[] body, int at) {
        int i = at;
        while (i < body.length && body[i] != '\n') {
            i++;
        }
        return i + 1;
    }

    private static int withoutLineEnd(byte[] body, int end) {
        int i = end;
        if (i > 0 && body[i - 1] == '\n') {
            i--;
        }
        return i > 0 && body[i - 1] == '\r' ? i - 1 : i;
    }

    /// The part between two delimiters.
    static Part part(byte[] bytes, int start, int end) {
        var headers = new TreeMap<String, String>();
        int at = start;
        while (at < end) {
            int next = Math.min(lineEnd(bytes, at), end);
            String line = new String(bytes, at, next - at, StandardCharsets.UTF_8).strip();
            at = next;
            if (line.isEmpty()) {
                break;
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw GcsFailure.of(400, "badContent", "Not a header of a part: " + line);
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Part(headers, Arrays.copyOfRange(bytes, Math.min(at, end), end));
    }

    private static int find(byte[] body, byte[] wanted, int from) {
        for (int i = from; i <= body.length - wanted.length; i++) {
            boolean lineStart = i == 0 || body[i - 1] == '\n';
            if (lineStart && Arrays.equals(body, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
