package dev.waybill.adapter.azure;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.StoreId;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.port.spi.AdapterProvider;
import dev.waybill.port.spi.ConfigKey;
import dev.waybill.port.spi.ConfiguredStore;
import dev.waybill.port.spi.Settings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes adapters for containers. Reading the configuration loads no class of the Azure SDK.
public final class AzureAdapterProvider implements AdapterProvider {
    static final String SCHEME = "az";

    /// For `ServiceLoader`.
    public AzureAdapterProvider() {}

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public String displayName() {
        return "Azure Blob Storage";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of(
                ConfigKey.optional("account", "text", "the storage account", "what connectionString names"),
                ConfigKey.required("container", "text", "the container"),
                ConfigKey.optional("prefix", "text", "what lies before every key in the container", "nothing"),
                ConfigKey.optional(
                        "endpoint", "URL", "where the account's blobs are", "https://ACCOUNT.blob.core.windows.net"),
                ConfigKey.secret("accountKey", "a key of the account", "an identity that Azure's SDK finds"),
                ConfigKey.secret(
                        "sas", "a shared access signature, the query of its URL", "an identity that Azure's SDK finds"),
                ConfigKey.secret(
                        "connectionString",
                        "a connection string with a key or a signature, as the portal gives it",
                        "an identity that Azure's SDK finds"),
                ConfigKey.optional(
                        "keyOrder",
                        "yes or no",
                        "whether the store lists in the order of UTF-8 bytes; an account with a hierarchical namespace "
                                + "does not",
                        "yes"),
                ConfigKey.optional("connectTimeout", "duration", "how long a connection may take", "10s"),
                ConfigKey.optional("readTimeout", "duration", "how long the server may say nothing", "60s"));
    }

    /// The container is the first name in the path.
    @Override
    public URI storeOf(URI url) {
        return AdapterProvider.storeOfFirstName(url);
    }

    @Override
    public Map<String, String> settingsOf(URI url) {
        String path = url.getPath() == null ? "" : url.getPath();
        boolean plain = SCHEME.equals(url.getScheme())
                && url.getRawAuthority() != null
                && url.getRawAuthority().matches("[a-z0-9]+")
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && path.length() > 1;
        if (!plain) {
            throw new IllegalArgumentException("not the URL of a container: it must be az://account/container or "
                    + "az://account/container/prefix; servers and keys are configured under remotes");
        }
        int slash = path.indexOf('/', 1);
        var settings = new LinkedHashMap<String, String>();
        settings.put("account", url.getRawAuthority());
        settings.put("container", slash < 0 ? path.substring(1) : path.substring(1, slash));
        if (slash > 0 && slash + 1 < path.length()) {
            settings.put("prefix", path.substring(slash + 1));
        }
        return settings;
    }

    @Override
    public ConfiguredStore configure(Settings settings) {
        var config = AzureConfig.of(settings);
        return new ConfiguredStore() {
            @Override
            public StoreId store() {
                return config.store();
            }

            @Override
            @MustBeClosed
            public IObjectStorageAdapter open(AdapterContext context) {
                return AzureAdapter.open(config, context);
            }
        };
    }
}
