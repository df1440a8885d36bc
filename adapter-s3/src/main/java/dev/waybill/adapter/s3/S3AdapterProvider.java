package dev.waybill.adapter.s3;

import dev.waybill.port.spi.AdapterProvider;
import dev.waybill.port.spi.ConfigKey;
import dev.waybill.port.spi.ConfiguredStore;
import dev.waybill.port.spi.Settings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes adapters for buckets. Reading the configuration loads no class of the AWS SDK.
public final class S3AdapterProvider implements AdapterProvider {
    /// For `ServiceLoader`.
    public S3AdapterProvider() {}

    @Override
    public String scheme() {
        return "s3";
    }

    @Override
    public String displayName() {
        return "Amazon S3 and compatible stores";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of(
                ConfigKey.required("bucket", "text", "the bucket"),
                ConfigKey.optional("prefix", "text", "what lies before every key in the bucket", "nothing"),
                ConfigKey.optional(
                        "region", "text", "where the bucket is", "what the AWS SDK finds; us-east-1 with an endpoint"),
                ConfigKey.optional("endpoint", "URL", "the server", "Amazon S3"),
                ConfigKey.choice(
                        "profile",
                        "which store answers, and so what it can do",
                        "aws, or generic with an endpoint",
                        List.of("aws", "minio", "ceph", "r2", "generic")),
                ConfigKey.optional(
                        "pathStyle", "yes or no", "name the bucket in the path and not in the host", "by profile"),
                ConfigKey.secret("accessKeyId", "the access key", "what the AWS SDK finds"),
                ConfigKey.secret("secretAccessKey", "the secret of the access key", "what the AWS SDK finds"),
                ConfigKey.secret("sessionToken", "the token of temporary keys", "none"),
                ConfigKey.choice(
                        "checksum",
                        "how the store verifies and keeps the whole of an object",
                        "by profile",
                        List.of("crc64nvme", "crc32c", "md5", "none")),
                ConfigKey.optional(
                        "trailers",
                        "yes or no",
                        "whether a body may carry its checksum behind it (aws-chunked)",
                        "by profile"),
                ConfigKey.optional(
                        "conditions",
                        "text",
                        "which conditional requests the store honours: none, or of " + S3Config.conditionWords(),
                        "by profile"),
                ConfigKey.optional(
                        "keyOrder", "yes or no", "whether the store lists in the order of UTF-8 bytes", "yes"),
                ConfigKey.optional("connectTimeout", "duration", "how long a connection may take", "10s"),
                ConfigKey.optional("readTimeout", "duration", "how long the server may say nothing", "60s"),
                ConfigKey.choice(
                        "httpClient", "which library moves the bytes", "apache5", List.of("apache5", "url-connection")),
                ConfigKey.optional("maxConnections", "number", "connections at most", "what the request slots need"));
    }

    @Override
    public Map<String, String> settingsOf(URI url) {
        boolean plain = "s3".equals(url.getScheme())
                && url.getRawAuthority() != null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
        if (!plain
                || url.getRawAuthority().contains("@")
                || url.getRawAuthority().contains(":")) {
            throw new IllegalArgumentException("not the URL of a bucket: it must be s3://bucket or s3://bucket/prefix; "
                    + "servers and keys are configured under remotes");
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
        return new S3ConfiguredStore(S3Config.of(settings));
    }
}
