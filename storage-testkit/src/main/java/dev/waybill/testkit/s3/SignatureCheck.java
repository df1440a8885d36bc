package dev.waybill.testkit.s3;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Checks signatures of version 4 (Amazon S3 API reference, "Authenticating Requests: Using the Authorization
/// Header").
final class SignatureCheck {
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/s3/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final Duration MOST_SKEW = Duration.ofMinutes(15);

    private final Clock clock;
    private volatile ExpiryAnswer expiryAnswer = ExpiryAnswer.EXPIRED_TOKEN;

    SignatureCheck(Clock clock) {
        this.clock = clock;
    }

    void answerExpired(ExpiryAnswer answer) {
        expiryAnswer = answer;
    }

    /// What is needed to check signed chunks of a body.
    ///
    /// @param key the derived signing key
    /// @param date of the request, as in its header
    /// @param scope date, region and service
    /// @param signature of the request itself
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
    record Seed(byte[] key, String date, String scope, String signature) {
        String sign(String kind, String previous, String hashes) {
            return hex(hmac(key, kind + "\n" + date + "\n" + scope + "\n" + previous + "\n" + hashes));
        }
    }

    /// Checks the request's head against what is `known` by access key.
    ///
    /// @throws S3Failure if the head is not signed by one of them, or not now
    Seed check(S3Request request, Map<String, Grant> known) {
        Matcher header = AUTHORIZATION.matcher(request.header("Authorization").orElse(""));
        if (!header.matches()) {
            throw S3Failure.denied("AccessDenied", "The request is not signed by AWS4-HMAC-SHA256.");
        }
        var grant = known.get(header.group(1));
        if (grant == null) {
            throw S3Failure.denied("InvalidAccessKeyId", "The access key is not known.");
        }
        grant.use(request.header("x-amz-security-token"), clock.instant(), expiryAnswer);
        String date = request.header("x-amz-date").orElse("");
        requireNow(date);
        String scope = header.group(2) + "/" + header.group(3) + "/s3/aws4_request";
        byte[] key = signingKey(grant.secretAccessKey(), header.group(2), header.group(3), "s3");
        String toSign = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n"
                + hex(sha256(canonical(request, header.group(4)).getBytes(StandardCharsets.UTF_8)));
        String expected = hex(hmac(key, toSign));
        if (!expected.equals(header.group(5))) {
            throw S3Failure.denied("SignatureDoesNotMatch", "The signature is not the one of this request.");
        }
        return new Seed(key, date, scope, expected);
    }

    private void requireNow(String date) {
        Instant signed = LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC);
        if (Duration.between(signed, clock.instant()).abs().compareTo(MOST_SKEW) > 0) {
            throw S3Failure.denied("RequestTimeTooSkewed", "The request's time and the server's differ too much.");
        }
    }

    private static String canonical(S3Request request, String signedHeaders) {
        var names = Arrays.asList(signedHeaders.split(";", -1));
        if (!names.contains("host") || !names.contains("x-amz-date")) {
            throw S3Failure.denied("AccessDenied", "The headers host and x-amz-date must be signed.");
        }
        String headers = names.stream()
                .map(name ->
                        name + ":" + request.header(name).orElse("").strip().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
        String query = request.query().entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .sorted()
                .collect(Collectors.joining("&"));
        return request.method() + "\n" + request.rawPath() + "\n" + query + "\n" + headers + "\n" + signedHeaders + "\n"
                + request.header("x-amz-content-sha256").orElse("");
    }

    /// Percent-encoding of all but the unreserved characters (RFC 3986 section 2.3).
    static String encode(String text) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (plain || "-._~".indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append("%%%02X".formatted(b & 0xFF));
            }
        }
        return encoded.toString();
    }

    /// The key that requests of one day to one service are signed by.
    static byte[] signingKey(String secret, String day, String region, String service) {
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String step : new String[] {day, region, service, "aws4_request"}) {
            key = hmac(key, step);
        }
        return key;
    }

    static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform must have HmacSHA256", e);
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
