package dev.waybill.adapter.naas;

import dev.waybill.adapter.s3.S3Service;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.Secret;
import dev.waybill.port.StoreId;
import dev.waybill.port.spi.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/// One storage and how to reach it.
///
/// @param workspace the id of the workspace
/// @param storage its name there
/// @param apiKey by which the API knows who asks
/// @param prefix the folder of the storage that is the store
/// @param apiUrl where the API is, without a `/` at its end
/// @param apiTimeout how long an answer of it may take, to its last byte
/// @param server what of the S3 server behind it is configured
record NaasConfig(
        String workspace,
        String storage,
        Secret apiKey,
        KeyPrefix prefix,
        URI apiUrl,
        Duration apiTimeout,
        S3Service server) {
    /// The API of naas.ai.
    static final URI API = URI.create("https://api.naas.ai");

    /// What can stand in a path and in JSON as it is.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /// Reads the settings of a remote, noting every problem there.
    static NaasConfig of(Settings settings) {
        return new NaasConfig(
                name(settings, "workspace"),
                name(settings, "storage"),
                apiKey(settings),
                settings.folderPrefix("prefix"),
                apiUrl(settings),
                settings.duration("apiTimeout", TIMEOUT),
                S3Service.of(settings));
    }

    private static String name(Settings settings, String key) {
        String name = settings.requiredText(key);
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            settings.problem(
                    key, "\"" + key + "\" must be 1 to 128 letters, digits, -, _ or ., and not begin with a .");
        }
        return name;
    }

    private static Secret apiKey(Settings settings) {
        Secret key = settings.secret("apiKey").orElse(Secret.of(""));
        if (!key.reveal().chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            settings.problem("apiKey", "\"apiKey\" has a character that no key has: a space, say, or a line end");
        }
        return key;
    }

    private static URI apiUrl(Settings settings) {
        URI url = settings.url("apiUrl").orElse(API);
        boolean safe = "https".equalsIgnoreCase(url.getScheme())
                || ("http".equalsIgnoreCase(url.getScheme()) && THIS_MACHINE.contains(url.getHost()));
        if (!safe) {
            settings.problem(
                    "apiUrl", "\"apiUrl\" must be https, for the API key goes there; plain http is for this machine");
        } else if (url.getRawQuery() != null || url.getRawFragment() != null) {
            settings.problem("apiUrl", "\"apiUrl\" must have no ? and no #");
        }
        return url;
    }

    /// Which store this is; the API stands in front where it is not that of naas.ai.
    StoreId store() {
        String server = apiUrl.equals(API) ? "" : apiUrl.getAuthority() + "/";
        String folder = prefix.value().isEmpty() ? "" : "/" + prefix.value().replaceAll("/$", "");
        return new StoreId("naas", server + workspace + "/" + storage + folder);
    }

    /// The call that hands out credentials.
    URI credentialsUrl() {
        return URI.create(
                apiUrl.toString().replaceAll("/+$", "") + "/workspace/" + workspace + "/storage/credentials/");
    }
}
