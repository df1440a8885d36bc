package dev.waybill.testkit.gcs;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Resumable uploads ("Resumable uploads", Cloud Storage documentation). What has no end yet is kept in multiples
/// of 256 KiB, as the documentation asks of chunks; the rest of a chunk has to be sent again.
final class ResumableCalls {
    private static final int GRAIN = 256 * 1024;
    private static final Pattern RANGE =
            Pattern.compile("bytes (?:([0-9]{1,18})-([0-9]{1,18})|\\*)/(?:([0-9]{1,18})|\\*)");

    private final String root;
    private final InsertCalls inserts;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();

    ResumableCalls(String root, InsertCalls inserts) {
        this.root = root;
        this.inserts = inserts;
    }

    /// One upload under way. Its monitor guards what changes.
    private static final class Session {
        final GcsRequest start;
        final GcsBucket bucket;
        final Map<String, @Nullable Object> resource;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Optional<StoredObject> done = Optional.empty();
        boolean cancelled;

        Session(GcsRequest start, GcsBucket bucket, Map<String, @Nullable Object> resource) {
            this.start = start;
            this.bucket = bucket;
            this.resource = resource;
        }
    }

    /// How a chunk lies in the whole.
    ///
    /// @param first its first byte, or empty if there is no chunk
    /// @param length how many bytes it should have
    /// @param total how many bytes the whole has, or empty if that is not known yet
    private record Place(OptionalLong first, long length, OptionalLong total) {}

    GcsAnswer start(GcsRequest request, GcsBucket bucket) {
        InsertCalls.requireKnown(request);
        var resource = new HashMap<String, @Nullable Object>(Json.object(request.body()));
        request.header("X-Upload-Content-Type").ifPresent(type -> resource.putIfAbsent("contentType", type));
        var draft = new HashMap<String, @Nullable Object>(resource);
        draft.remove("crc32c");
        draft.remove("md5Hash");
        inserts.draft(request, draft, new byte[0]);
        String id = "upload-" + count.incrementAndGet() + "-" + java.util.UUID.randomUUID();
        sessions.put(id, new Session(request, bucket, resource));
        // Where the client found the server, which may be through a proxy.
        String here = request.header("Host").map("http://"::concat).orElse(root);
        return GcsAnswer.of(200)
                .header(
                        "Location",
                        here + "/upload/storage/v1/b/" + bucket.name() + "/o?uploadType=resumable&upload_id=" + id)
                .header("X-GUploader-UploadID", id);
    }

    /// A request to the URI of a session, which is all that authorises it.
    GcsAnswer go(GcsRequest request, String id) {
        var session = sessions.get(id);
        if (session == null) {
            throw GcsFailure.of(404, "notFound", "No such upload session.");
        }
        synchronized (session) {
            if (session.cancelled) {
                throw GcsFailure.of(410, "gone", "The upload session was ended.");
            }
            return switch (request.method()) {
                // The reference says PUT; Google's client for Go sends chunks by POST.
                case "PUT", "POST" -> put(request, session);
                case "DELETE" -> {
                    session.cancelled = session.done.isEmpty();
                    yield GcsAnswer.of(499);
                }
                default -> throw GcsFailure.unknown("the request " + request);
            };
        }
    }

    private GcsAnswer put(GcsRequest request, Session session) {
        if (session.done.isPresent()) {
            return session.start.answer(200, session.done.get().resource(session.bucket.name(), root));
        }
        var place = place(request);
        requireTotal(session, place);
        if (place.first().isPresent()) {
            append(request, session, place);
        }
        boolean whole = !request.brokenOff()
                && place.total().isPresent()
                && session.bytes.size() == place.total().getAsLong();
        return whole ? finish(request, session) : progress(request, session);
    }

    private static Place place(GcsRequest request) {
        var header = request.header("Content-Range");
        if (header.isEmpty()) {
            long length = Math.max(
                    request.body().length,
                    request.header("Content-Length").map(Long::parseLong).orElse(0L));
            return new Place(OptionalLong.of(0), length, OptionalLong.of(length));
        }
        var range = RANGE.matcher(header.get());
        if (!range.matches()) {
            throw GcsFailure.invalid("Failed to parse Content-Range header: " + header.get());
        }
        var total = range.group(3) == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(range.group(3)));
        if (range.group(1) == null) {
            return new Place(OptionalLong.empty(), 0, total);
        }
        long first = Long.parseLong(range.group(1));
        long length = Long.parseLong(range.group(2)) - first + 1;
        boolean fits = length == request.body().length || (request.brokenOff() && length > request.body().length);
        if (!fits || (total.isPresent() && first + length > total.getAsLong())) {
            throw GcsFailure.invalid(
                    "Content-Range " + header.get() + " does not fit a body of " + request.body().length + " bytes.");
        }
        return new Place(OptionalLong.of(first), length, total);
    }

    private static void requireTotal(Session session, Place place) {
        var announced = session.start.header("X-Upload-Content-Length").map(Long::parseLong);
        if (announced.isPresent() && place.total().isPresent() && place.total().getAsLong() != announced.get()) {
            throw GcsFailure.invalid("X-Upload-Content-Length was " + announced.get() + ".");
        }
    }

    private static void append(GcsRequest request, Session session, Place place) {
        long offset = session.bytes.size() - place.first().getAsLong();
        if (offset < 0) {
            throw GcsFailure.invalid("Bytes from " + session.bytes.size() + " on are missing.");
        }
        int fresh = (int) Math.max(0, request.body().length - offset);
        boolean last = !request.brokenOff()
                && place.total().isPresent()
                && place.first().getAsLong() + place.length() == place.total().getAsLong();
        int kept = last ? fresh : (session.bytes.size() + fresh) / GRAIN * GRAIN - session.bytes.size();
        if (kept > 0) {
            session.bytes.write(request.body(), (int) offset, kept);
        }
    }

    private GcsAnswer finish(GcsRequest request, Session session) {
        try {
            var draft = inserts.draft(session.start, session.resource, session.bytes.toByteArray());
            inserts.requireHeader(request, draft);
            var stored = session.bucket.put(draft, Preconditions.of(session.start, ""));
            session.done = Optional.of(stored);
            return session.start.answer(200, stored.resource(session.bucket.name(), root));
        } catch (GcsFailure failure) {
            session.cancelled = true;
            throw failure;
        }
    }

    /// A client may ask for a 308 that no proxy takes for a redirection.
    private static GcsAnswer progress(GcsRequest request, Session session) {
        int size = session.bytes.size();
        boolean disguised = request.header("X-GUploader-No-308").isPresent();
        var answer = disguised ? GcsAnswer.of(200).header("X-HTTP-Status-Code-Override", "308") : GcsAnswer.of(308);
        return size == 0 ? answer : answer.header("Range", "bytes=0-" + (size - 1));
    }
}
