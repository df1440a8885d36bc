package dev.waybill.testkit.gcs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What makes objects of objects: rewrite, copy, compose.
final class JoinCalls {
    private static final int MOST_SOURCES = 32;
    private static final long MEBIBYTE = 1L << 20;

    private final String root;
    private final Function<String, GcsBucket> buckets;
    private final Map<String, Rewriting> rewritings = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private volatile long bytesPerRewrite = Long.MAX_VALUE;

    JoinCalls(String root, Function<String, GcsBucket> buckets) {
        this.root = root;
        this.buckets = buckets;
    }

    /// A rewrite that needs further calls.
    ///
    /// @param path of the calls it belongs to
    /// @param generation of the source
    /// @param done how many bytes are rewritten
    private record Rewriting(String path, long generation, long done) {}

    /// Bounds what one call of a rewrite moves.
    void rewriteAtMost(long bytes) {
        bytesPerRewrite = bytes;
    }

    private static Set<String> known(String... further) {
        var known = new HashSet<>(Preconditions.NAMES);
        known.addAll(Preconditions.SOURCE_NAMES);
        known.addAll(Set.of("sourceGeneration", "destinationPredefinedAcl"));
        known.addAll(Set.of(further));
        return known;
    }

    /// @param path `b/BUCKET/o/OBJECT/rewriteTo/b/BUCKET/o/OBJECT`
    GcsAnswer rewrite(GcsRequest request, List<String> path) {
        request.requireKnown(known("rewriteToken", "maxBytesRewrittenPerCall"));
        var most = request.number("maxBytesRewrittenPerCall");
        if (most.isPresent() && (most.getAsLong() < MEBIBYTE || most.getAsLong() % MEBIBYTE != 0)) {
            throw GcsFailure.invalid("maxBytesRewrittenPerCall must be a multiple of 1 MiB.");
        }
        var source = source(request, path);
        var before = before(request, path, source);
        long size = source.bytes().length;
        long step = Math.min(bytesPerRewrite, most.orElse(Long.MAX_VALUE));
        long done = size - before <= step ? size : before + step;
        if (done < size) {
            String token = "rewrite-" + count.incrementAndGet();
            rewritings.put(token, new Rewriting(path.toString(), source.generation(), done));
            return request.answer(
                    200,
                    Map.of(
                            "kind",
                            "storage#rewriteResponse",
                            "totalBytesRewritten",
                            Long.toString(done),
                            "objectSize",
                            Long.toString(size),
                            "done",
                            false,
                            "rewriteToken",
                            token));
        }
        var copy = copied(request, path, source);
        return request.answer(
                200,
                Map.of(
                        "kind",
                        "storage#rewriteResponse",
                        "totalBytesRewritten",
                        Long.toString(size),
                        "objectSize",
                        Long.toString(size),
                        "done",
                        true,
                        "resource",
                        copy));
    }

    private long before(GcsRequest request, List<String> path, StoredObject source) {
        var token = request.parameter("rewriteToken");
        if (token.isEmpty()) {
            return 0;
        }
        var rewriting = rewritings.get(token.get());
        if (rewriting == null
                || !rewriting.path().equals(path.toString())
                || rewriting.generation() != source.generation()) {
            throw GcsFailure.invalid("The rewrite token does not belong to this request.");
        }
        return rewriting.done();
    }

    GcsAnswer copy(GcsRequest request, List<String> path) {
        request.requireKnown(known());
        return request.answer(200, copied(request, path, source(request, path)));
    }

    private StoredObject source(GcsRequest request, List<String> path) {
        var object =
                buckets.apply(path.get(1)).get(path.get(3), request.number("sourceGeneration"), Preconditions.NONE);
        Preconditions.of(request, "Source").require(Optional.of(object), false);
        return object;
    }

    private Map<String, Object> copied(GcsRequest request, List<String> path, StoredObject source) {
        var resource = Json.object(request.body());
        boolean asItIs = resource.isEmpty();
        String name = StoredObject.requireName(path.get(8));
        var draft = new StoredObject(
                name,
                source.bytes(),
                0,
                0,
                source.created(),
                source.updated(),
                source.componentCount(),
                asItIs ? source.settings() : StoredObject.settings(resource),
                asItIs ? source.metadata() : StoredObject.metadata(resource));
        var bucket = buckets.apply(path.get(6));
        return bucket.put(draft, Preconditions.of(request, "")).resource(bucket.name(), root);
    }

    GcsAnswer compose(GcsRequest request, GcsBucket bucket, String name) {
        request.requireKnown(Set.of("ifGenerationMatch", "ifMetagenerationMatch", "destinationPredefinedAcl"));
        var body = Json.object(request.body());
        Json.requireKnown(body, Set.of("kind", "destination", "sourceObjects")::contains, "of a composition");
        var destination = body.get("destination") == null
                ? Map.<String, @Nullable Object>of()
                : Json.map(body.get("destination"));
        var sources = new ArrayList<GcsBucket.Source>();
        if (body.get("sourceObjects") instanceof List<?> list) {
            list.forEach(source -> sources.add(source(Json.map(source))));
        }
        if (sources.isEmpty()) {
            throw GcsFailure.of(400, "required", "You must provide at least one source component.");
        }
        if (sources.size() > MOST_SOURCES) {
            throw GcsFailure.invalid(
                    "The number of source components provided (" + sources.size() + ") exceeds the maximum (32)");
        }
        var draft = StoredObject.draft(name, new byte[0], destination);
        return request.answer(
                200,
                bucket.compose(sources, draft, Preconditions.of(request, "")).resource(bucket.name(), root));
    }

    private static GcsBucket.Source source(Map<String, @Nullable Object> source) {
        Json.requireKnown(source, Set.of("name", "generation", "objectPreconditions")::contains, "of a component");
        if (!(source.get("name") instanceof String name)) {
            throw GcsFailure.of(400, "required", "Required: sourceObjects.name");
        }
        var conditions = Optional.ofNullable(source.get("objectPreconditions")).map(Json::map);
        return new GcsBucket.Source(
                name,
                number(source.get("generation")),
                conditions.isPresent() ? number(conditions.get().get("ifGenerationMatch")) : OptionalLong.empty());
    }

    private static OptionalLong number(@Nullable Object value) {
        if (value == null) {
            return OptionalLong.empty();
        }
        if (!value.toString().matches("[0-9]{1,18}")) {
            throw GcsFailure.invalid("Not a generation: " + value);
        }
        return OptionalLong.of(Long.parseLong(value.toString()));
    }
}
