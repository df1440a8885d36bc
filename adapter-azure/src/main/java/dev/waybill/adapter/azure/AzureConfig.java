package dev.waybill.adapter.azure;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.Secret;
import dev.waybill.port.StoreId;
import dev.waybill.port.spi.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/// One container and how to reach it.
///
/// @param account the storage account
/// @param container its name
/// @param basePrefix what lies before every key, as configured; empty for the whole container
/// @param service where the account's blobs are, without a `/` at the end
/// @param custom whether that is another place than Azure's own for the account
/// @param credential who asks
/// @param keyOrder whether listings come in the order of UTF-8 bytes
/// @param connectTimeout how long a connection may take
/// @param readTimeout how long the server may say nothing
record AzureConfig(
        String account,
        String container,
        String basePrefix,
        URI service,
        boolean custom,
        AzureCredential credential,
        boolean keyOrder,
        Duration connectTimeout,
        Duration readTimeout) {

    private static final int MAX_BASE_BYTES = ObjectKey.MAX_BYTES / 2;
    private static final String ACCOUNT_RULE = "[a-z0-9]{3,24}";

    /// Reads the settings of a remote, noting every problem there.
    static AzureConfig of(Settings settings) {
        var connection = connection(settings);
        String account = account(settings, connection);
        String container = settings.requiredText("container");
        if (!container.isEmpty() && !container.matches("[$]?[a-z0-9](-?[a-z0-9]){1,62}")) {
            settings.problem(
                    "container",
                    "must be 3 to 63 lower-case letters, digits and single -; folders in it go into prefix");
        }
        Optional<URI> endpoint = settings.url("endpoint")
                .or(() -> connection.flatMap(AzureConnectionString::blobEndpoint))
                .map(url -> withAccount(url, account))
                .filter(url -> !url.equals(azure(account)));
        endpoint.filter(url -> url.getRawQuery() != null || url.getRawFragment() != null)
                .ifPresent(url -> settings.problem("endpoint", "must have no query; a signature goes into sas"));
        return new AzureConfig(
                account,
                container,
                basePrefix(settings),
                endpoint.orElseGet(() -> azure(account)),
                endpoint.isPresent(),
                credential(settings, connection),
                settings.flag("keyOrder", true),
                settings.duration("connectTimeout", Duration.ofSeconds(10)),
                settings.duration("readTimeout", Duration.ofSeconds(60)));
    }

    private static Optional<AzureConnectionString> connection(Settings settings) {
        return settings.secret("connectionString").flatMap(secret -> {
            try {
                return Optional.of(AzureConnectionString.parse(secret));
            } catch (IllegalArgumentException e) {
                settings.problem("connectionString", String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        });
    }

    private static String account(Settings settings, Optional<AzureConnectionString> connection) {
        Optional<String> account =
                settings.text("account").or(() -> connection.flatMap(AzureConnectionString::accountName));
        if (account.isEmpty()) {
            settings.problem("account", "is required, unless connectionString names it");
        } else if (!account.get().matches(ACCOUNT_RULE)) {
            settings.problem("account", "must be the name of a storage account: 3 to 24 lower-case letters and digits");
        }
        return account.filter(name -> name.matches(ACCOUNT_RULE)).orElse("unknown");
    }

    private static URI azure(String account) {
        return URI.create("https://" + account + ".blob.core.windows.net");
    }

    /// A server that is named by its address alone keeps accounts in its paths, as Azurite does.
    private static URI withAccount(URI url, String account) {
        String text = url.toString().replaceAll("/+$", "");
        String path = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
        boolean address = url.getHost() != null && url.getHost().matches("[0-9.]+|\\[.*]|localhost");
        return URI.create(path.isEmpty() && address ? text + "/" + account : text);
    }

    private static String basePrefix(Settings settings) {
        String prefix = settings.text("prefix").orElse("");
        boolean invisible = prefix.chars().anyMatch(Character::isISOControl);
        if (invisible || !StandardCharsets.UTF_8.newEncoder().canEncode(prefix)) {
            settings.problem("prefix", "must not have control characters or unpaired surrogates");
        } else if (prefix.getBytes(StandardCharsets.UTF_8).length > MAX_BASE_BYTES) {
            settings.problem("prefix", "must be at most " + MAX_BASE_BYTES + " bytes long, to leave room for keys");
        } else if (prefix.contains("\\") || prefix.endsWith(".") || prefix.contains("./")) {
            settings.problem("prefix", "must not have a \\ or a segment that ends with a dot");
        }
        return prefix;
    }

    private static AzureCredential credential(Settings settings, Optional<AzureConnectionString> connection) {
        Optional<Secret> key = settings.secret("accountKey");
        Optional<Secret> sas = settings.secret("sas");
        long ways = Stream.of(key, sas, connection).filter(Optional::isPresent).count();
        if (ways > 1) {
            settings.problem(
                    key.isPresent() ? "accountKey" : "sas",
                    "excludes the others: set one of accountKey, sas and connectionString");
        }
        key.filter(k -> !isBase64(k))
                .ifPresent(k -> settings.problem("accountKey", "must be a key as Azure gives it, in Base64"));
        return key.filter(AzureConfig::isBase64)
                .<AzureCredential>map(AzureCredential.AccountKey::new)
                .or(() -> sas.map(AzureConfig::sas))
                .or(() -> connection.map(AzureConnectionString::credential))
                .orElseGet(AzureCredential.Surroundings::new);
    }

    static boolean isBase64(Secret key) {
        try {
            return Base64.getDecoder().decode(key.reveal()).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static AzureCredential sas(Secret secret) {
        String text = secret.reveal().strip();
        return new AzureCredential.Sas(Secret.of(text.startsWith("?") ? text.substring(1) : text));
    }

    /// Which store this is; the server stands in front where it is not Azure's own for the account.
    StoreId store() {
        String name = new AzureKeys(basePrefix).base();
        String path = name.isEmpty() ? container : container + "/" + name.substring(0, name.length() - 1);
        String where = custom ? service.getRawAuthority() + "/" + account : account;
        return new StoreId(AzureAdapterProvider.SCHEME, where + "/" + (path.isEmpty() ? "?" : path));
    }

    /// What is reached, for messages.
    String server() {
        return service.toString();
    }
}
