package dev.waybill.testkit.naas;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.waybill.testkit.s3.S3Credentials;
import dev.waybill.testkit.s3.S3WireServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// The one call of the Naas API that hands out credentials for a workspace's storage, on loopback, in this process.
///
/// It answers as clients of the API read it (jupyter-naas/abi, naas-python), and has an [S3WireServer], or another
/// [Issuer], let in whom it gives credentials to; there they expire, after a time or after a number of requests. It
/// refuses unknown API
/// keys with 401 and unknown storages with 404. The times that it names are the system's, as the `Date` of its answers
/// is; what it gives ends by the clock of the S3 server. Answers can be replaced by a script. Any number of threads.
public final class NaasWireServer implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/workspace/([^/]+)/storage/credentials/");
    private static final Pattern NAME = Pattern.compile("\\{\\s*\"name\"\\s*:\\s*\"([^\"]*)\"\\s*}");
    private static final DateTimeFormatter EXPIRATION =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssxxx").withZone(ZoneOffset.UTC);

    private final HttpServer server;
    private final Issuer issuer;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<String> apiKeys = ConcurrentHashMap.newKeySet();
    private final Map<String, String> storages = new ConcurrentHashMap<>();
    private final Queue<Script> script = new ConcurrentLinkedQueue<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private volatile Duration lifetime = Duration.ofHours(1);
    private volatile long usesEach = Long.MAX_VALUE;

    /// What is done with one request in place of the server's own answer.
    public interface Script {
        /// The answer to the next request, given what the server itself would answer; it may wait before it answers.
        Answer answer(Answer own) throws InterruptedException;
    }

    /// An answer.
    ///
    /// @param status the HTTP status
    /// @param body the whole of it
    /// @param headers further headers, `Retry-After` say
    public record Answer(int status, String body, Map<String, String> headers) {
        /// Takes a copy of the headers.
        public Answer {
            headers = Map.copyOf(headers);
        }

        /// An answer without further headers.
        public static Answer of(int status, String body) {
            return new Answer(status, body, Map.of());
        }
    }

    /// Who lets somebody into the S3 server that the storages lie in.
    public interface Issuer {
        /// New credentials.
        ///
        /// @param lifetime how long the API says that they hold
        /// @param uses how many requests they are good for, where the server counts them
        S3Credentials issue(Duration lifetime, long uses) throws IOException;

        /// Makes a bucket there; one that is there stays as it is.
        void createBucket(String name);
    }

    private NaasWireServer(HttpServer server, Issuer issuer) {
        this.server = server;
        this.issuer = issuer;
    }

    /// Starts a server on a free port, which knows no key and no storage yet.
    ///
    /// @param clock of the S3 server
    /// @param s3 where the credentials are good for
    public static NaasWireServer start(Clock clock, S3WireServer s3) {
        return start(new Issuer() {
            private final AtomicLong issued = new AtomicLong();

            @Override
            public S3Credentials issue(Duration lifetime, long uses) {
                long number = issued.incrementAndGet();
                var granted = new S3Credentials(
                        "ASIA" + number,
                        "secret-" + number,
                        Optional.of("session-token-" + number),
                        Optional.of(clock.instant().plus(lifetime)));
                s3.allow(granted, uses);
                return granted;
            }

            @Override
            public void createBucket(String name) {
                s3.createBucket(name);
            }
        });
    }

    /// The same, in front of any S3 server.
    public static NaasWireServer start(Issuer issuer) {
        try {
            var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            var naas = new NaasWireServer(http, issuer);
            http.setExecutor(naas.threads);
            http.createContext("/", naas::handle);
            http.start();
            return naas;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on loopback", e);
        }
    }

    /// Where it listens.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Lets this API key in from now on.
    public void allow(String apiKey) {
        apiKeys.add(apiKey);
    }

    /// Keeps the storage of a workspace in a bucket of the S3 server, from now on.
    public void keep(String workspace, String storage, String bucket) {
        issuer.createBucket(bucket);
        storages.put(workspace + "/" + storage, "s3://" + bucket + "/" + workspace + "/" + storage);
    }

    /// Has credentials that are given from now on hold so long.
    public void issueFor(Duration time) {
        lifetime = time;
    }

    /// Has credentials that are given from now on hold for so many requests.
    public void issueForRequests(long count) {
        usesEach = count;
    }

    /// Has the next request answered by `answer`; of several, each takes one, in the order given.
    public void interceptNext(Script answer) {
        script.add(answer);
    }

    /// Methods, paths and bodies of all requests so far.
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getRawPath();
            requests.add(exchange.getRequestMethod() + " " + path + " " + body);
            var own = answer(exchange, path, body);
            var next = script.poll();
            send(exchange, next == null ? own : next.answer(own));
        } catch (IOException e) {
            // the client is gone, and nobody is left to be told
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer answer(HttpExchange exchange, String path, String body) throws IOException {
        var where = PATH.matcher(path);
        var what = NAME.matcher(body);
        if (!exchange.getRequestMethod().equals("POST") || !where.matches()) {
            return Answer.of(404, "{\"error\":{\"error\":9,\"message\":\"no such call\"}}");
        }
        String authorization = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        if (!authorization.startsWith("Bearer ") || !apiKeys.contains(authorization.substring("Bearer ".length()))) {
            return Answer.of(401, "{\"error\":{\"error\":7,\"message\":\"unauthorized\"}}");
        }
        if (!what.matches()) {
            return Answer.of(400, "{\"error\":{\"error\":8,\"message\":\"the body names no storage\"}}");
        }
        String place = storages.get(where.group(1) + "/" + what.group(1));
        return place == null
                ? Answer.of(404, "{\"error\":{\"error\":2,\"message\":\"storage not found\"}}")
                : Answer.of(200, credentials(place));
    }

    private String credentials(String place) throws IOException {
        Instant expires = Clock.systemUTC().instant().plus(lifetime);
        var granted = issuer.issue(lifetime, usesEach);
        return """
                {"credentials":{"s3":{"endpoint_url":"%s","region_name":"eu-west-3","access_key_id":"%s",
                "secret_key":"%s","session_token":"%s","expiration":"%s"}}}
                """.formatted(
                        place,
                        granted.accessKeyId(),
                        granted.secretAccessKey(),
                        granted.sessionToken().orElse(""),
                        EXPIRATION.format(expires));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /// Stops listening.
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
