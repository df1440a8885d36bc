package dev.waybill.testkit.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.waybill.port.ObjectKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A strict S3 endpoint on loopback, in this process, with its objects in memory.
///
/// Written from the Amazon S3 API reference, for tests of clients: it checks every signature, of heads and of
/// chunks, every checksum and length; it lists in the order of UTF-8 bytes; of many conditional writes at once
/// exactly one wins. What it does not know it refuses with 501, naming the request. Answers can be replaced by a
/// script ([#interceptNext]), and credentials expire by its clock or by the requests that they were used for.
///
/// Any number of threads may use it.
public final class S3WireServer implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final Queue<Function<String, Optional<ScriptedAnswer>>> script = new ConcurrentLinkedQueue<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final SignatureCheck signatures;
    private final ObjectCalls objects;
    private final UploadCalls uploads;
    private final int port;
    private volatile HttpServer server;

    /// An answer in place of the server's own.
    ///
    /// @param status the HTTP status
    /// @param code the error's code, or empty for an answer without a body
    /// @param headers further headers, `Retry-After` say
    public record ScriptedAnswer(int status, String code, Map<String, String> headers) {}

    private S3WireServer(HttpServer server, Clock clock, int leastPartBytes) {
        this.server = server;
        this.port = server.getAddress().getPort();
        this.signatures = new SignatureCheck(clock);
        this.objects = new ObjectCalls(clock, this::bucket);
        this.uploads = new UploadCalls(clock, objects, leastPartBytes);
        listen();
    }

    /// Starts a server on a free port, which knows nobody and holds nothing yet.
    public static S3WireServer start(Clock clock) {
        return start(clock, UploadCalls.LEAST_PART_BYTES);
    }

    /// The same, but with another least length of parts than S3's 5 MiB.
    public static S3WireServer start(Clock clock, int leastPartBytes) {
        return new S3WireServer(bind(0), clock, leastPartBytes);
    }

    private static HttpServer bind(int port) {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on loopback", e);
        }
    }

    private void listen() {
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /// Where it listens; buckets are addressed in the path.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// Lets these credentials in from now on, in place of earlier ones of the same access key.
    public void allow(S3Credentials who) {
        allow(who, Long.MAX_VALUE);
    }

    /// The same, but only for so many requests: to all further ones these credentials have expired.
    public void allow(S3Credentials who, long requests) {
        grants.put(who.accessKeyId(), new Grant(who, requests));
    }

    /// To all requests from now on, the credentials that were let in so far have expired.
    public void expireAll() {
        grants.values().forEach(Grant::end);
    }

    /// Answers so to expired credentials from now on; until then it is [ExpiryAnswer#EXPIRED_TOKEN].
    public void answerExpired(ExpiryAnswer answer) {
        signatures.answerExpired(answer);
    }

    /// Makes a bucket; one that is there stays as it is.
    public void createBucket(String name) {
        buckets.computeIfAbsent(name, key -> new Bucket(true));
    }

    /// Makes an empty bucket, in place of one of that name, that accepts conditions on writes and deletes and ignores
    /// them, as some S3 look-alikes do.
    public void createCarelessBucket(String name) {
        buckets.put(name, new Bucket(false));
    }

    /// Puts an object there, in place of what is there, without a request.
    public void put(String bucket, String key, byte[] bytes) {
        objects.put(bucket, key, bytes);
    }

    /// Has the next request answered by `answer`, which is given its method and path (`PUT /bucket/key`) and may
    /// let it pass to the server. It is asked for each request until it answers one.
    public void interceptNext(Function<String, Optional<ScriptedAnswer>> answer) {
        script.add(answer);
    }

    /// Methods and paths of all requests so far.
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /// Breaks every connection off and listens no more until [#restart]; what it holds stays.
    public void stop() {
        server.stop(0);
    }

    /// Breaks every connection off and listens anew at the same place.
    public void restart() {
        stop();
        server = bind(port);
        listen();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            var request = new S3Request(exchange);
            requests.add(request.method() + " " + request.rawPath());
            S3Answer answer;
            try {
                answer = scripted(request).orElseGet(() -> answer(request));
            } catch (S3Failure failure) {
                answer = failed(failure.status(), failure.code(), String.valueOf(failure.getMessage()));
            } catch (IllegalArgumentException e) {
                answer = failed(400, "InvalidArgument", String.valueOf(e.getMessage()));
            }
            exchange.getRequestBody().readAllBytes();
            answer.send(exchange);
        } catch (IOException e) {
            // the client is gone, and nobody is left to be told
        }
    }

    private static S3Answer failed(int status, String code, String message) {
        var error = Xml.root("Error").add("Code", code);
        return S3Answer.xml(status, message.isEmpty() ? error : error.add("Message", message));
    }

    private Optional<S3Answer> scripted(S3Request request) {
        for (var next : List.copyOf(script)) {
            var answer = next.apply(request.method() + " " + request.rawPath());
            if (answer.isPresent() && script.remove(next)) {
                var given = answer.get();
                var sent = given.code().isEmpty()
                        ? S3Answer.of(given.status())
                        : failed(given.status(), given.code(), "as the test asked for");
                given.headers().forEach(sent::header);
                return Optional.of(sent);
            }
        }
        return Optional.empty();
    }

    private S3Answer answer(S3Request request) {
        var seed = signatures.check(request, grants);
        try {
            var content = new RequestBody(request, seed).read();
            var bucket = bucket(request.bucket());
            return request.key().isEmpty()
                    ? ofBucket(request, bucket, content.bytes())
                    : ofObject(request, bucket, content);
        } catch (IOException e) {
            throw S3Failure.badRequest("IncompleteBody", "The body broke off.");
        }
    }

    private Bucket bucket(String name) {
        var bucket = buckets.get(name);
        if (bucket == null) {
            throw new S3Failure(404, "NoSuchBucket", "The specified bucket does not exist: " + name);
        }
        return bucket;
    }

    private static S3Answer ofBucket(S3Request request, Bucket bucket, byte[] body) {
        return switch (request.method()) {
            case "HEAD" -> S3Answer.of(200);
            case "GET" ->
                request.asks("uploads") ? UploadCalls.uploads(request, bucket) : ListCalls.objects(request, bucket);
            case "POST" -> deleteMany(request, bucket, body);
            default -> throw unknown(request);
        };
    }

    private static S3Answer deleteMany(S3Request request, Bucket bucket, byte[] body) {
        if (!request.asks("delete")) {
            throw unknown(request);
        }
        var named = Xml.children(body, "Object");
        if (named.size() > 1000) {
            throw S3Failure.badRequest("MalformedXML", "More than 1,000 keys in one request.");
        }
        var xml = Xml.root("DeleteResult");
        for (var object : named) {
            String key = Xml.text(object, "Key").orElse("");
            try {
                bucket.delete(key, Xml.text(object, "ETag"));
                xml.open("Deleted").add("Key", key).close();
            } catch (S3Failure failure) {
                xml.open("Error")
                        .add("Key", key)
                        .add("Code", failure.code())
                        .add("Message", String.valueOf(failure.getMessage()))
                        .close();
            }
        }
        return S3Answer.xml(200, xml);
    }

    private S3Answer ofObject(S3Request request, Bucket bucket, RequestBody.Content content) {
        if (request.key().getBytes(StandardCharsets.UTF_8).length > ObjectKey.MAX_BYTES) {
            throw S3Failure.badRequest("KeyTooLongError", "Your key is too long.");
        }
        boolean upload = request.asks("uploadId");
        boolean copy = request.header("x-amz-copy-source").isPresent();
        return switch (request.method()) {
            case "GET" -> upload ? uploads.parts(request, bucket) : objects.get(request, bucket);
            case "HEAD" -> objects.get(request, bucket);
            case "PUT" ->
                upload
                        ? (copy ? uploads.copyPart(request, bucket) : uploads.putPart(request, bucket, content))
                        : (copy ? objects.copy(request, bucket) : objects.put(request, bucket, content));
            case "POST" ->
                request.asks("uploads")
                        ? uploads.start(request, bucket)
                        : uploads.complete(request, bucket, content.bytes());
            case "DELETE" -> {
                if (upload) {
                    bucket.abort(request.parameter("uploadId", ""), request.key());
                    yield S3Answer.of(204);
                }
                yield objects.delete(request, bucket);
            }
            default -> throw unknown(request);
        };
    }

    private static S3Failure unknown(S3Request request) {
        return new S3Failure(501, "NotImplemented", "This server does not know the request " + request);
    }

    /// Stops listening and forgets everything.
    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
