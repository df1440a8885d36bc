package dev.waybill.adapter.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/// Signs requests by AWS Signature Version 4 in headers ("Authenticating Requests: Using the Authorization
/// Header", Amazon S3 API Reference).
///
/// The SDK's own signer hashes every body with SHA-256 where the endpoint is plain http, which costs more
/// than all the rest of an upload, and frames trailers itself in algorithms it can compute without native
/// code, CRC-64/NVME not among them. This one signs what `x-amz-content-sha256` the request brings, and
/// hashes only bodies that bring none: the small XML ones. Any number of threads.
final class S3Signer extends BlockingSigner {
    /// The header that says what of the body is signed.
    static final String CONTENT_SHA256 = "x-amz-content-sha256";

    /// Its value for a body that is not.
    static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    /// Its value for a body that is not, in chunks, with a trailer.
    static final String UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    private static final String EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final Pattern SPACES = Pattern.compile(" {2,}");
    private static final String HMAC = "HmacSHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /// Headers that clients and proxies set or change behind the signature.
    private static final Set<String> UNSIGNED_HEADERS = Set.of(
            "accept",
            "accept-encoding",
            "amz-sdk-invocation-id",
            "amz-sdk-request",
            "authorization",
            "connection",
            "content-length",
            "expect",
            "transfer-encoding",
            "user-agent",
            "x-amzn-trace-id");

    private final S3Clock clock;
    private volatile Optional<SigningKey> lastKey = Optional.empty();

    S3Signer(S3Clock clock) {
        this.clock = clock;
    }

    /// A derived key, good for one day, region and secret.
    private record SigningKey(String scope, String secret, SecretKeySpec key) {}

    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
        var payload = request.payload();
        var signed = sign(
                request.request(),
                request.identity(),
                request.requireProperty(AwsV4HttpSigner.REGION_NAME),
                request.requireProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME),
                payload.isPresent() ? new Body(payload.get()) : Body.NONE);
        return SignedRequest.builder()
                .request(signed)
                .payload(payload.orElse(null))
                .build();
    }

    /// Signs a request that brings what of its body is signed, as the SDK would have it signed.
    SdkHttpRequest sign(SdkHttpRequest request, AwsCredentialsIdentity identity, String region, String service) {
        return sign(request, identity, region, service, Body.NONE);
    }

    private record Body(ContentStreamProvider content) {
        static final Body NONE = new Body(InputStream::nullInputStream);
    }

    private SdkHttpRequest sign(
            SdkHttpRequest request, AwsCredentialsIdentity identity, String region, String service, Body body) {
        String time = TIME.format(clock.now());
        String scope = time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
        var builder = request.toBuilder().putHeader("Host", host(request)).putHeader("x-amz-date", time);
        if (identity instanceof AwsSessionCredentialsIdentity session) {
            builder.putHeader("x-amz-security-token", session.sessionToken());
        }
        String hash = request.firstMatchingHeader(CONTENT_SHA256).orElseGet(() -> hashOf(body));
        builder.putHeader(CONTENT_SHA256, hash);

        var headers = signedHeaders(builder.headers());
        String names = String.join(";", headers.keySet());
        String canonical = canonicalRequest(request, headers, names, hash);
        String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + hex(sha256(utf8(canonical)));
        String signature = hex(hmac(signingKey(identity.secretAccessKey(), scope), toSign));
        builder.putHeader(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=" + identity.accessKeyId() + "/" + scope + ", SignedHeaders=" + names
                        + ", Signature=" + signature);
        return builder.build();
    }

    private static String host(SdkHttpRequest request) {
        return SdkHttpUtils.isUsingStandardPort(request.protocol(), request.port())
                ? request.host()
                : request.host() + ":" + request.port();
    }

    private static String hashOf(Body body) {
        try (InputStream in = body.content().newStream()) {
            byte[] bytes = in.readAllBytes();
            return bytes.length == 0 ? EMPTY_SHA256 : hex(sha256(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SortedMap<String, String> signedHeaders(Map<String, List<String>> headers) {
        var signed = new TreeMap<String, String>();
        headers.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!UNSIGNED_HEADERS.contains(lower)) {
                var clean = new ArrayList<String>();
                values.forEach(value -> clean.add(SPACES.matcher(value.strip()).replaceAll(" ")));
                signed.merge(lower, String.join(",", clean), (a, b) -> a + "," + b);
            }
        });
        return signed;
    }

    private static String canonicalRequest(
            SdkHttpRequest request, SortedMap<String, String> headers, String names, String hash) {
        var text = new StringBuilder(512);
        String path = request.encodedPath();
        text.append(request.method())
                .append('\n')
                .append(path.isEmpty() ? "/" : path)
                .append('\n');
        var query = new ArrayList<String>();
        request.rawQueryParameters().forEach((name, values) -> {
            String encoded = SdkHttpUtils.urlEncode(name);
            if (values.isEmpty()) {
                query.add(encoded + "=");
            }
            values.forEach(value -> query.add(encoded + "=" + (value == null ? "" : SdkHttpUtils.urlEncode(value))));
        });
        query.sort(null);
        text.append(String.join("&", query)).append('\n');
        headers.forEach(
                (name, value) -> text.append(name).append(':').append(value).append('\n'));
        return text.append('\n').append(names).append('\n').append(hash).toString();
    }

    private SecretKeySpec signingKey(String secret, String scope) {
        var last =
                lastKey.filter(key -> key.scope().equals(scope) && key.secret().equals(secret));
        if (last.isPresent()) {
            return last.get().key();
        }
        var key = new SecretKeySpec(utf8("AWS4" + secret.strip()), HMAC);
        for (String part : scope.split("/", -1)) {
            key = new SecretKeySpec(hmac(key, part), HMAC);
        }
        lastKey = Optional.of(new SigningKey(scope, secret, key));
        return key;
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform must have " + HMAC, e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
