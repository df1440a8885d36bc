package dev.waybill.adapter.azure;

import dev.waybill.port.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A connection string as the portal gives it: `AccountName=…;AccountKey=…;EndpointSuffix=core.windows.net`
/// ("Configure Azure Storage connection strings", Azure's documentation).
///
/// @param accountName the account, where it is named
/// @param blobEndpoint where its blobs are, where that is not Azure's own place
/// @param credential what it holds of a key or a signature
record AzureConnectionString(Optional<String> accountName, Optional<URI> blobEndpoint, AzureCredential credential) {
    private static final String DEVELOPMENT = "UseDevelopmentStorage";
    private static final String PUBLIC_SUFFIX = "core.windows.net";

    /// Reads `secret`.
    ///
    /// @throws IllegalArgumentException saying what is wrong, and nothing of what it holds
    static AzureConnectionString parse(Secret secret) {
        var values = values(secret.reveal());
        if ("true".equalsIgnoreCase(values.get(DEVELOPMENT.toLowerCase(Locale.ROOT)))) {
            throw new IllegalArgumentException(
                    "must not be " + DEVELOPMENT + "; set account, endpoint and accountKey of the emulator");
        }
        var account = value(values, "AccountName");
        var endpoint = endpoint(values, account);
        return new AzureConnectionString(
                account.or(() -> endpoint.flatMap(AzureConnectionString::accountOf)), endpoint, credential(values));
    }

    private static Map<String, String> values(String text) {
        var values = new HashMap<String, String>();
        for (String pair : text.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(
                        pair.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        pair.substring(equals + 1).strip());
            } else if (!pair.isBlank()) {
                throw new IllegalArgumentException("must be of the form Name=value;Name=value");
            }
        }
        return values;
    }

    private static Optional<String> value(Map<String, String> values, String name) {
        return Optional.ofNullable(values.get(name.toLowerCase(Locale.ROOT))).filter(value -> !value.isEmpty());
    }

    private static Optional<URI> endpoint(Map<String, String> values, Optional<String> account) {
        var named = value(values, "BlobEndpoint");
        if (named.isPresent()) {
            return Optional.of(url(named.get(), "a BlobEndpoint that is not the URL of a server"));
        }
        String suffix = value(values, "EndpointSuffix").orElse(PUBLIC_SUFFIX);
        String protocol = value(values, "DefaultEndpointsProtocol").orElse("https");
        boolean usual = suffix.equals(PUBLIC_SUFFIX) && protocol.equals("https");
        return usual
                ? Optional.empty()
                : account.map(name -> url(
                        protocol + "://" + name + ".blob." + suffix,
                        "a DefaultEndpointsProtocol or an EndpointSuffix that makes no URL of a server"));
    }

    private static URI url(String text, String problem) {
        return parsed(text)
                .filter(url -> url.getHost() != null)
                .filter(url -> "https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                .orElseThrow(() -> new IllegalArgumentException("has " + problem));
    }

    /// Why it is none is not told: that would show the text, which may hold a signature.
    private static Optional<URI> parsed(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> accountOf(URI endpoint) {
        return Optional.of(endpoint.getHost().split("\\.", 2)[0]).filter(name -> !name.matches("[0-9]+|localhost"));
    }

    private static AzureCredential credential(Map<String, String> values) {
        var key = value(values, "AccountKey").map(Secret::of);
        if (key.isPresent()) {
            if (!AzureConfig.isBase64(key.get())) {
                throw new IllegalArgumentException("has an AccountKey that is not Base64");
            }
            return new AzureCredential.AccountKey(key.get());
        }
        return value(values, "SharedAccessSignature")
                .map(Secret::of)
                .map(AzureConfig::sas)
                .orElseThrow(() -> new IllegalArgumentException("must hold an AccountKey or a SharedAccessSignature"));
    }
}
