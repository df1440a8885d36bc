package dev.waybill.adapter.azure;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.testkit.MapSettings;
import dev.waybill.testkit.azure.Azurite;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/// Adapters of containers of Azurite's account, or of what stands in its place.
final class AzuriteStores {
    private AzuriteStores() {}

    private static AzureConfig config(int port, String container, Map<String, String> more) {
        var values = new LinkedHashMap<String, String>();
        values.put("account", Azurite.ACCOUNT);
        values.put("container", container);
        values.put("endpoint", Azurite.endpoint(port).toString());
        values.put("readTimeout", "5S");
        if (!more.containsKey("sas")) {
            values.put("accountKey", Azurite.KEY);
        }
        values.putAll(more);
        var settings = new MapSettings(values);
        var config = AzureConfig.of(settings);
        if (!settings.problems().isEmpty()) {
            throw new IllegalArgumentException(settings.problems().toString());
        }
        return config;
    }

    @MustBeClosed
    static IObjectStorageAdapter open(int port, String container, Map<String, String> more) {
        return open(port, container, more, Clock.systemUTC());
    }

    @MustBeClosed
    static IObjectStorageAdapter open(int port, String container, Map<String, String> more, Clock clock) {
        return AzureAdapter.open(config(port, container, more), new AdapterContext(clock, 8));
    }
}
