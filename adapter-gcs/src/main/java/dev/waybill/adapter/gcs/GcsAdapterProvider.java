package dev.waybill.adapter.gcs;

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

/// Makes adapters for buckets of Google Cloud Storage. Reading the configuration loads no class of Google's.
public final class GcsAdapterProvider implements AdapterProvider {
    /// For `ServiceLoader`.
    public GcsAdapterProvider() {}

    @Override
    public String scheme() {
        return "gs";
    }

    @Override
    public String displayName() {
        return "Google Cloud Storage";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of(
                ConfigKey.required("bucket", "text", "the bucket"),
                ConfigKey.optional("prefix", "text", "what lies before every key in the bucket", "nothing"),
                ConfigKey.optional("endpoint", "URL", "the server", "Google Cloud Storage"),
                ConfigKey.choice(
                        "credentials",
                        "who asks, where no key or token is given",
                        "default: whom Google's libraries find",
                        List.of("default", "anonymous")),
                ConfigKey.optional(
                        "credentialsFile", "path", "the JSON file of an account's key", "what Google's libraries find"),
                ConfigKey.secret("credentialsJson", "what such a file would hold", "what Google's libraries find"),
                ConfigKey.secret("accessToken", "an OAuth 2.0 access token, good until it expires", "none"),
                ConfigKey.optional(
                        "billedProject", "text", "the project that pays where the requester does", "the bucket's"),
                ConfigKey.optional("connectTimeout", "duration", "how long a connection may take", "10s"),
                ConfigKey.optional("readTimeout", "duration", "how long the server may say nothing", "60s"),
                ConfigKey.optional("maxConnections", "number", "connections at most", "what the request slots need"));
    }

    @Override
    public Map<String, String> settingsOf(URI url) {
        boolean plain = "gs".equals(url.getScheme())
                && url.getRawAuthority() != null
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && !url.getRawAuthority().matches(".*[@:].*");
        if (!plain) {
            throw new IllegalArgumentException("not the URL of a bucket: it must be gs://bucket or gs://bucket/prefix; "
                    + "servers and credentials are configured under remotes");
        }
        var settings = new LinkedHashMap<String, String>();
        settings.put("bucket", url.getRawAuthority());
        String path = url.getPath() == null ? "" : url.getPath();
        if (path.length() > 1) {
            settings.put("prefix", path.substring(1));
        }
        return settings;
    }

    @Override
    public ConfiguredStore configure(Settings settings) {
        var config = GcsConfig.of(settings);
        return new ConfiguredStore() {
            @Override
            public StoreId store() {
                return config.store();
            }

            @Override
            @MustBeClosed
            public IObjectStorageAdapter open(AdapterContext context) {
                return GcsAdapter.open(config, context);
            }
        };
    }
}
