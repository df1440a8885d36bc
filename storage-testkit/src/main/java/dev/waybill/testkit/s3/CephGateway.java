package dev.waybill.testkit.s3;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/// What tests ask of a gateway of Ceph beside what adapters do: a bucket, and temporary credentials of its STS.
///
/// @param server where it is
/// @param who asks, for good
public record CephGateway(URI server, S3Credentials who) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String REGION = "us-east-1";

    /// Makes a bucket.
    public void createBucket(String name) throws IOException {
        send("PUT", "/" + name, "s3", "");
    }

    /// New credentials of a role, `arn:aws:iam:::role/Name`, which are refused once `lifetime` is over.
    public S3Credentials assumeRole(String role, Duration lifetime) throws IOException {
        String answer = send(
                "POST",
                "/",
                "sts",
                "Action=AssumeRole&Version=2011-06-15&RoleSessionName=test&RoleArn=" + SignatureCheck.encode(role)
                        + "&DurationSeconds=" + lifetime.toSeconds());
        return new S3Credentials(
                text(answer, "AccessKeyId"),
                text(answer, "SecretAccessKey"),
                Optional.of(text(answer, "SessionToken")),
                Optional.of(Instant.parse(text(answer, "Expiration"))));
    }

    private static String text(String xml, String element) throws IOException {
        var found =
                Pattern.compile("<" + element + ">([^<]+)</" + element + ">").matcher(xml);
        if (!found.find()) {
            throw new IOException("the server gives no " + element);
        }
        return found.group(1);
    }

    private String send(String method, String path, String service, String form) throws IOException {
        String date = DATE.format(Clock.systemUTC().instant());
        byte[] body = form.getBytes(StandardCharsets.UTF_8);
        var request = (HttpURLConnection) server.resolve(path).toURL().openConnection();
        request.setRequestMethod(method);
        request.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
        request.setRequestProperty("X-Amz-Date", date);
        request.setRequestProperty("X-Amz-Content-Sha256", hash(body));
        request.setRequestProperty("Authorization", authorization(method, path, service, date, body));
        request.setDoOutput(true);
        request.setFixedLengthStreamingMode(body.length);
        try (var out = request.getOutputStream()) {
            out.write(body);
        }
        if (request.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException(method + " " + path + " at " + server + " is answered by " + request.getResponseCode()
                    + " " + request.getResponseMessage());
        }
        try (var in = request.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Signature Version 4.
    private String authorization(String method, String path, String service, String date, byte[] body) {
        String day = date.substring(0, 8);
        String scope = day + "/" + REGION + "/" + service + "/aws4_request";
        String names = "host;x-amz-content-sha256;x-amz-date";
        String request = method + "\n" + path + "\n\nhost:" + server.getAuthority() + "\nx-amz-content-sha256:"
                + hash(body) + "\nx-amz-date:" + date + "\n\n" + names + "\n" + hash(body);
        String signed =
                "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + hash(request.getBytes(StandardCharsets.UTF_8));
        byte[] key = SignatureCheck.signingKey(who.secretAccessKey(), day, REGION, service);
        return "AWS4-HMAC-SHA256 Credential=" + who.accessKeyId() + "/" + scope + ", SignedHeaders=" + names
                + ", Signature=" + SignatureCheck.hex(SignatureCheck.hmac(key, signed));
    }

    private static String hash(byte[] bytes) {
        return SignatureCheck.hex(SignatureCheck.sha256(bytes));
    }
}
