package dev.waybill.adapter.naas;

import dev.waybill.adapter.s3.S3Service;
import dev.waybill.port.spi.AdapterProvider;
import dev.waybill.port.spi.ConfigKey;
import dev.waybill.port.spi.ConfiguredStore;
import dev.waybill.port.spi.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes adapters for the storages of Naas workspaces. Reading the configuration loads no class of the AWS SDK.
public final class NaasAdapterProvider implements AdapterProvider {
    /// For `ServiceLoader`.
    public NaasAdapterProvider() {}

    @Override
    public String scheme() {
        return "naas";
    }

    @Override
    public String displayName() {
        return "Storage of a Naas workspace";
    }

    @Override
    public List<ConfigKey> keys() {
        var keys = new ArrayList<>(List.of(
                ConfigKey.required("workspace", "text", "the id of the workspace"),
                ConfigKey.required("storage", "text", "the name of the storage in the workspace"),
                ConfigKey.variableSecret("apiKey", "the key that the Naas API knows you by", "NAAS_API_KEY"),
                ConfigKey.optional("prefix", "text", "the folder of the storage that is the store", "the whole"),
                ConfigKey.optional("apiUrl", "URL", "the Naas API", NaasConfig.API.toString()),
                ConfigKey.optional("apiTimeout", "duration", "how long the Naas API may take to answer", "20s")));
        keys.addAll(S3Service.keys());
        return List.copyOf(keys);
    }

    @Override
    public Map<String, String> settingsOf(URI url) {
        String path = url.getPath() == null ? "" : url.getPath();
        String[] parts = path.split("/", 3);
        boolean plain = url.getRawAuthority() != null
                && !url.getRawAuthority().contains("@")
                && !url.getRawAuthority().contains(":")
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && parts.length > 1
                && !parts[1].isEmpty();
        if (!plain) {
            throw new IllegalArgumentException("not the URL of a storage: it must be naas://workspace/storage or "
                    + "naas://workspace/storage/prefix; keys are configured under remotes, or in NAAS_API_KEY");
        }
        var settings = new LinkedHashMap<String, String>();
        settings.put("workspace", url.getRawAuthority());
        settings.put("storage", parts[1]);
        if (parts.length > 2 && !parts[2].isEmpty()) {
            settings.put("prefix", parts[2]);
        }
        return settings;
    }

    /// The storage belongs to the store, as the workspace does.
    @Override
    public URI storeOf(URI url) {
        return AdapterProvider.storeOfFirstName(url);
    }

    @Override
    public ConfiguredStore configure(Settings settings) {
        return new NaasStore(NaasConfig.of(settings));
    }
}
