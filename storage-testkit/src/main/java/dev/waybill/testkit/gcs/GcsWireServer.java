package dev.waybill.testkit.gcs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A strict endpoint of the Google Cloud Storage JSON API on loopback, in this process, its objects in memory.
///
/// Written from the reference of the JSON API, for tests of clients: it checks tokens, checksums, lengths and
/// names; it lists in the order of UTF-8 bytes; of many conditional writes at once exactly one wins; answers hold
/// the `fields` that were asked for and no other. Buckets have no versioning. What it does not know it refuses
/// with 501, naming the request. Answers can be replaced by a script ([#interceptNext]).
///
/// Any number of threads may use it.
public final class GcsWireServer implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Function<String, Optional<ScriptedAnswer>>> script = new ConcurrentLinkedQueue<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final BearerCheck bearers = new BearerCheck();
    private final TokenGrants grants;
    private final int port;
    private final GcsRoutes routes;
    private volatile HttpServer server;

    /// An answer in place of the server's own.
    ///
    /// @param status the HTTP status
    /// @param reason of the error, or empty for an answer without a body
    /// @param headers further headers, `Retry-After` say
    public record ScriptedAnswer(int status, String reason, Map<String, String> headers) {}

    private GcsWireServer(HttpServer server, Clock clock) {
        this.server = server;
        this.port = server.getAddress().getPort();
        this.grants = new TokenGrants(bearers, clock);
        this.routes = new GcsRoutes(endpoint().toString(), clock, bearers, grants);
        listen();
    }

    /// Starts a server on a free port, which lets everybody in and holds nothing yet.
    public static GcsWireServer start(Clock clock) {
        return new GcsWireServer(bind(0), clock);
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

    /// Where it listens: what a client takes in place of `https://storage.googleapis.com`.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// Where an authorization server's tokens are to be had: whatever is asked with, until [#trust] names a key.
    public URI tokenEndpoint() {
        return endpoint().resolve("/token");
    }

    /// Makes a bucket; one that is there stays as it is.
    public void createBucket(String name) {
        routes.createBucket(name);
    }

    /// Lets this token in from now on, and nobody without a token.
    public void allowToken(String token) {
        bearers.allow(token, Integer.MAX_VALUE);
    }

    /// Lets nobody in without a token that [#tokenEndpoint] issued, each of them for so many requests.
    public void expireTokensAfter(int requestsOfEach) {
        bearers.demand();
        bearers.expireAfter(requestsOfEach);
    }

    /// From now on gives tokens only to who asks by a JWT that the account of this key has signed and whose times are
    /// right by this server's clock.
    public void trust(PublicKey account) {
        grants.trust(account);
    }

    /// Says of each token issued from now on that it lasts so long.
    public void tokensLast(Duration time) {
        bearers.last(time);
    }

    /// Forgets all tokens; those issued from now on are good.
    public void expireTokens() {
        bearers.expireAll();
    }

    /// How many tokens were issued.
    public long issuedTokens() {
        return bearers.issued();
    }

    /// Bounds how many bytes one call of a rewrite moves, so that clients have to make further ones.
    public void rewriteAtMost(long bytes) {
        routes.rewriteAtMost(bytes);
    }

    /// Takes no notice of the hashes of uploads from now on, as servers that only look like Cloud Storage do.
    public void ignoreHashes() {
        routes.ignoreHashes();
    }

    /// Has the next request answered by `answer`, which is given its method and decoded path
    /// (`GET /storage/v1/b/bucket/o/name`) and may let it pass to the server. It is asked for each request until
    /// it answers one.
    public void interceptNext(Function<String, Optional<ScriptedAnswer>> answer) {
        script.add(answer);
    }

    /// Methods and decoded paths of all requests so far, those of a batch behind it.
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /// Breaks every connection off and listens no more until [#restart]; objects and uploads stay.
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
            answered(exchange).send(exchange);
        } catch (IOException e) {
            // the client is gone, and nobody is left to be told
        }
    }

    private GcsAnswer answered(HttpExchange exchange) {
        try {
            return answer(GcsRequest.of(exchange));
        } catch (IllegalArgumentException e) {
            return GcsFailure.invalid("Malformed request: " + e.getMessage()).answer();
        }
    }

    private GcsAnswer answer(GcsRequest request) {
        requests.add(request.toString());
        try {
            var scripted = scripted(request);
            return scripted.isPresent() ? scripted.get() : routes.answer(request, this::answer);
        } catch (GcsFailure failure) {
            return failure.answer();
        } catch (IllegalArgumentException e) {
            return GcsFailure.invalid(String.valueOf(e.getMessage())).answer();
        }
    }

    private Optional<GcsAnswer> scripted(GcsRequest request) {
        for (var next : List.copyOf(script)) {
            var answer = next.apply(request.toString());
            if (answer.isPresent() && script.remove(next)) {
                var given = answer.get();
                var sent = given.reason().isEmpty()
                        ? GcsAnswer.of(given.status())
                        : GcsFailure.of(given.status(), given.reason(), "as the test asked for")
                                .answer();
                given.headers().forEach(sent::header);
                return Optional.of(sent);
            }
        }
        return Optional.empty();
    }

    /// Stops listening and forgets everything.
    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
