package dev.waybill.adapter.gcs;

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
/// @param settings what else is configured
record GcsServer(URI endpoint, Map<String, String> settings) {
    static final int REQUEST_SLOTS = 64;

    /// One that lets everybody in.
    static GcsServer open(URI endpoint) {
        return new GcsServer(endpoint, Map.of("credentials", "anonymous"));
    }

    /// The same with one setting more, or another.
    GcsServer with(String name, String value) {
        var changed = new LinkedHashMap<>(settings);
        changed.put(name, value);
        return new GcsServer(endpoint, changed);
    }

    /// The same at another port of this machine.
    GcsServer at(int port) {
        return new GcsServer(URI.create("http://127.0.0.1:" + port), settings);
    }

    GcsConfig config(String bucket, String prefix) {
        var values = new LinkedHashMap<>(settings);
        values.put("bucket", bucket);
        values.put("prefix", prefix);
        values.put("endpoint", endpoint.toString());
        var read = new MapSettings(values);
        var config = GcsConfig.of(read);
        if (!read.problems().isEmpty()) {
            throw new IllegalArgumentException(read.problems().toString());
        }
        return config;
    }

    @MustBeClosed
    IObjectStorageAdapter open(String bucket, String prefix) {
        return GcsAdapter.open(config(bucket, prefix), new AdapterContext(Clock.systemUTC(), REQUEST_SLOTS));
    }

    /// What an adapter makes its requests by, to look at its connections.
    GcsStore store(String bucket) {
        return new GcsStore(config(bucket, ""), new AdapterContext(Clock.systemUTC(), REQUEST_SLOTS));
    }
}
