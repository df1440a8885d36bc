package dev.waybill.testkit.gcs;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Which call a request is.
final class GcsRoutes {
    private final String root;
    private final Clock clock;
    private final BearerCheck bearers;
    private final TokenGrants grants;
    private final Map<String, GcsBucket> buckets = new ConcurrentHashMap<>();
    private final ObjectCalls objects;
    private final ListCalls lists;
    private final InsertCalls inserts;
    private final ResumableCalls resumables;
    private final JoinCalls joins;

    GcsRoutes(String root, Clock clock, BearerCheck bearers, TokenGrants grants) {
        this.root = root;
        this.clock = clock;
        this.bearers = bearers;
        this.grants = grants;
        this.objects = new ObjectCalls(root);
        this.lists = new ListCalls(root);
        this.inserts = new InsertCalls(root);
        this.resumables = new ResumableCalls(root, inserts);
        this.joins = new JoinCalls(root, this::bucket);
    }

    void createBucket(String name) {
        buckets.computeIfAbsent(name, key -> new GcsBucket(name, clock));
    }

    void rewriteAtMost(long bytes) {
        joins.rewriteAtMost(bytes);
    }

    void ignoreHashes() {
        inserts.ignoreHashes();
    }

    private GcsBucket bucket(String name) {
        var bucket = buckets.get(name);
        if (bucket == null) {
            throw GcsFailure.of(404, "notFound", "The specified bucket does not exist.");
        }
        return bucket;
    }

    /// Answers a request.
    ///
    /// @param server answers the requests of a batch
    GcsAnswer answer(GcsRequest request, Function<GcsRequest, GcsAnswer> server) {
        if (request.brokenOff() && !request.query().containsKey("upload_id")) {
            throw GcsFailure.of(400, "badRequest", "The body broke off.");
        }
        var path = request.segments();
        return switch (path.getFirst()) {
            case "token" -> grants.answer(request);
            case "batch" -> BatchCalls.all(request, server);
            case "upload", "resumable" -> upload(request, below(request, path, 1));
            case "download" -> {
                bearers.require(request);
                yield storage(request, below(request, path, 1));
            }
            default -> {
                bearers.require(request);
                yield storage(request, below(request, path, 0));
            }
        };
    }

    /// What of a path stands behind `storage/v1`.
    private static List<String> below(GcsRequest request, List<String> path, int from) {
        int start = path.size() > 1 && path.get(from).equals("upload") ? from + 1 : from;
        if (path.size() < start + 3
                || !path.get(start).equals("storage")
                || !path.get(start + 1).equals("v1")) {
            throw GcsFailure.unknown("the request " + request);
        }
        return path.subList(start + 2, path.size());
    }

    private GcsAnswer upload(GcsRequest request, List<String> path) {
        var session = request.parameter("upload_id");
        if (session.isPresent()) {
            return resumables.go(request, session.get());
        }
        bearers.require(request);
        if (!request.method().equals("POST") || path.size() != 3 || !path.get(2).equals("o")) {
            throw GcsFailure.unknown("the request " + request);
        }
        var bucket = bucket(path.get(1));
        return switch (request.parameter("uploadType").orElse("")) {
            case "media" -> inserts.media(request, bucket);
            case "multipart" -> inserts.multipart(request, bucket);
            case "resumable" -> resumables.start(request, bucket);
            case "" -> throw GcsFailure.of(400, "required", "Required parameter: uploadType");
            default -> throw GcsFailure.unknown("the uploadType of " + request);
        };
    }

    private GcsAnswer storage(GcsRequest request, List<String> path) {
        if (!path.getFirst().equals("b")) {
            throw GcsFailure.unknown("the request " + request);
        }
        return switch (path.size()) {
            case 1 -> ofService(request);
            case 2 -> ofBucket(request, bucket(path.get(1)));
            case 3 -> ofObjects(request, path);
            case 4 -> ofObject(request, path);
            case 5 -> {
                requireObject(request, path);
                if (!path.get(4).equals("compose") || !request.method().equals("POST")) {
                    throw GcsFailure.unknown("the request " + request);
                }
                yield joins.compose(request, bucket(path.get(1)), path.get(3));
            }
            case 9 -> ofTwo(request, path);
            default -> throw GcsFailure.unknown("the request " + request);
        };
    }

    private GcsAnswer ofService(GcsRequest request) {
        if (!request.method().equals("POST")) {
            throw GcsFailure.unknown("the request " + request);
        }
        request.requireKnown(Set.of("project", "predefinedAcl", "predefinedDefaultObjectAcl"));
        if (!(Json.object(request.body()).get("name") instanceof String name)) {
            throw GcsFailure.of(400, "required", "Required: name");
        }
        if (buckets.putIfAbsent(name, new GcsBucket(name, clock)) != null) {
            throw GcsFailure.of(409, "conflict", "Your previous request to create the named bucket succeeded.");
        }
        return request.answer(200, resource(name));
    }

    private GcsAnswer ofBucket(GcsRequest request, GcsBucket bucket) {
        if (!request.method().equals("GET")) {
            throw GcsFailure.unknown("the request " + request);
        }
        request.requireKnown(Set.of());
        return request.answer(200, resource(bucket.name()));
    }

    private Map<String, Object> resource(String bucket) {
        return Map.of(
                "kind", "storage#bucket",
                "id", bucket,
                "name", bucket,
                "selfLink", root + "/storage/v1/b/" + bucket,
                "metageneration", "1",
                "location", "US",
                "storageClass", "STANDARD",
                "etag", "CAE=");
    }

    private GcsAnswer ofObjects(GcsRequest request, List<String> path) {
        if (!path.get(2).equals("o") || !request.method().equals("GET")) {
            throw GcsFailure.unknown("the request " + request);
        }
        return lists.list(request, bucket(path.get(1)));
    }

    private static void requireObject(GcsRequest request, List<String> path) {
        if (!path.get(2).equals("o") || path.get(3).isEmpty()) {
            throw GcsFailure.unknown("the request " + request);
        }
    }

    private GcsAnswer ofObject(GcsRequest request, List<String> path) {
        requireObject(request, path);
        var bucket = bucket(path.get(1));
        return switch (request.method()) {
            case "GET" -> objects.get(request, bucket, path.get(3));
            case "PATCH" -> objects.patch(request, bucket, path.get(3));
            case "DELETE" -> objects.delete(request, bucket, path.get(3));
            default -> throw GcsFailure.unknown("the request " + request);
        };
    }

    private GcsAnswer ofTwo(GcsRequest request, List<String> path) {
        requireObject(request, path);
        boolean copy = path.get(5).equals("b")
                && path.get(7).equals("o")
                && request.method().equals("POST");
        if (copy && path.get(4).equals("rewriteTo")) {
            return joins.rewrite(request, path);
        }
        if (copy && path.get(4).equals("copyTo")) {
            return joins.copy(request, path);
        }
        throw GcsFailure.unknown("the request " + request);
    }
}
