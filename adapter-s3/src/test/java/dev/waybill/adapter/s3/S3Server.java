package dev.waybill.adapter.s3;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.testkit.MapSettings;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/// A server to test against: where it is and what is configured for it.
///
/// @param endpoint where it listens
/// @param accessKey whom it lets in
/// @param secretKey by which secret
/// @param settings what else is configured, its `profile` say
record S3Server(URI endpoint, String accessKey, String secretKey, Map<String, String> settings) {
    static final int REQUEST_SLOTS = 64;

    S3Server {
        settings = Map.copyOf(settings);
    }

    /// The same with one setting more, or another.
    S3Server with(String name, String value) {
        var changed = new LinkedHashMap<>(settings);
        changed.put(name, value);
        return new S3Server(endpoint, accessKey, secretKey, changed);
    }

    S3Config config(String bucket, String prefix) {
        var values = new LinkedHashMap<>(settings);
        values.put("bucket", bucket);
        values.put("prefix", prefix);
        values.put("endpoint", endpoint.toString());
        values.putIfAbsent("accessKeyId", accessKey);
        values.putIfAbsent("secretAccessKey", secretKey);
        var read = new MapSettings(values);
        var config = S3Config.of(read);
        if (!read.problems().isEmpty()) {
            throw new IllegalArgumentException(read.problems().toString());
        }
        return config;
    }

    @MustBeClosed
    IObjectStorageAdapter open(String bucket, String prefix) {
        return S3Adapter.open(config(bucket, prefix), new AdapterContext(Clock.systemUTC(), REQUEST_SLOTS));
    }

    /// Makes a bucket by the SDK alone.
    void createBucket(String bucket) {
        try (var client = S3ClientFactory.create(config(bucket, ""), 1, new S3Clock(Clock.systemUTC()))) {
            client.client().createBucket(b -> b.bucket(bucket));
        }
    }
}
