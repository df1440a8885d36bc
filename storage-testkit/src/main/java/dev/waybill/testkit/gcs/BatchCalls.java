package dev.waybill.testkit.gcs;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.function.Function;

/// Several requests in one ("Batch requests", Cloud Storage documentation): 100 at most, and no bytes of objects.
final class BatchCalls {
    private static final int MOST = 100;
    private static final String BOUNDARY = "batch_waybill_answer";

    private BatchCalls() {}

    static GcsAnswer all(GcsRequest request, Function<GcsRequest, GcsAnswer> server) {
        var parts = Multipart.of(request, "multipart/mixed");
        if (parts.size() > MOST) {
            throw GcsFailure.of(400, "badRequest", "A batch has at most 100 calls, not " + parts.size() + ".");
        }
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            if (!part.headers().getOrDefault("content-type", "").startsWith("application/http")) {
                throw GcsFailure.of(400, "badContent", "The parts of a batch are application/http.");
            }
            var answer = server.apply(inner(request, part.body()));
            String id = part.headers().getOrDefault("content-id", "");
            String named = id.isEmpty() ? "" : "Content-ID: " + id.replaceFirst("^(<?)", "$1response-") + "\r\n";
            text(out, "--" + BOUNDARY + "\r\nContent-Type: application/http\r\n" + named + "\r\n");
            out.writeBytes(answer.asPart());
            text(out, "\r\n");
        }
        text(out, "--" + BOUNDARY + "--\r\n");
        byte[] bytes = out.toByteArray();
        return GcsAnswer.of(200)
                .header("Content-Type", "multipart/mixed; boundary=" + BOUNDARY)
                .body(bytes, 0, bytes.length);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The request that a part holds; what says who asks is taken from the batch where the part does not say.
    private static GcsRequest inner(GcsRequest batch, byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        String[] line =
                new String(bytes, 0, end, StandardCharsets.UTF_8).strip().split(" ", -1);
        if (line.length < 2) {
            throw GcsFailure.of(400, "badContent", "Not a request in a batch.");
        }
        var part = Multipart.part(bytes, end + 1, bytes.length);
        var headers = new TreeMap<>(part.headers());
        batch.header("Authorization").ifPresent(value -> headers.putIfAbsent("authorization", value));
        GcsRequest request;
        try {
            request = GcsRequest.of(line[0], URI.create(line[1]), headers, part.body(), false);
        } catch (IllegalArgumentException e) {
            throw GcsFailure.of(400, "badContent", "Not a request in a batch: " + line[0]);
        }
        boolean ofBytes = request.parameter("alt").filter("media"::equals).isPresent();
        if (ofBytes || !request.segments().getFirst().equals("storage")) {
            throw GcsFailure.of(400, "badRequest", "Not a request for a batch: " + request);
        }
        return request;
    }
}
