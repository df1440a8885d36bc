package dev.waybill.testkit.azure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/// The one request that makes a container, signed by the account's key. Adapters never make one, and tests have no
/// other client.
final class NewContainer {
    /// RFC 1123, with two digits for the day.
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String VERSION = "2021-12-02";

    private NewContainer() {}

    /// @param trusting for a server of HTTPS
    static void create(URI account, String container, Optional<SSLContext> trusting) {
        String date = DATE.format(Clock.systemUTC().instant());
        try {
            URI url = URI.create(account + "/" + container + "?restype=container");
            var request = (HttpURLConnection) url.toURL().openConnection();
            if (request instanceof HttpsURLConnection secure && trusting.isPresent()) {
                secure.setSSLSocketFactory(trusting.get().getSocketFactory());
            }
            request.setRequestMethod("PUT");
            request.setRequestProperty("x-ms-date", date);
            request.setRequestProperty("x-ms-version", VERSION);
            request.setRequestProperty(
                    "Authorization", "SharedKey " + Azurite.ACCOUNT + ":" + signature(container, date));
            request.setDoOutput(true);
            request.setFixedLengthStreamingMode(0);
            request.getOutputStream().close();
            if (request.getResponseCode() != HttpURLConnection.HTTP_CREATED) {
                throw new IOException(
                        "Azurite made no container: " + request.getResponseCode() + " " + request.getResponseMessage());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the account's key says of the request, as "Authorize with Shared Key" has it: the method, eleven headers
    /// that it does not have, those of Azure, and the resource, in which Azurite has the account twice.
    private static String signature(String container, String date) {
        String account = "/" + Azurite.ACCOUNT;
        String signed = "PUT" + "\n".repeat(12) + "x-ms-date:" + date + "\nx-ms-version:" + VERSION + "\n" + account
                + account + "/" + container + "\nrestype:container";
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(Azurite.KEY), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
