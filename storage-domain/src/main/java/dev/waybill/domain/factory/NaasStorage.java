package dev.waybill.domain.factory;

import dev.waybill.port.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The storage of a Naas workspace as a program names it, for [ObjectStorageFactory#naas].
///
/// @param apiKey by which the Naas API knows who asks
/// @param workspace the id of the workspace
/// @param storage its name in the workspace
/// @param prefix the folder of it that is the store, or empty text for the whole
/// @param apiUrl the API, where it is not that of naas.ai
/// @param endpoint the S3 server, where it is not Amazon's
public record NaasStorage(
        Secret apiKey, String workspace, String storage, String prefix, Optional<URI> apiUrl, Optional<URI> endpoint) {

    /// The whole storage, at naas.ai.
    public static NaasStorage of(Secret apiKey, String workspace, String storage) {
        return new NaasStorage(apiKey, workspace, storage, "", Optional.empty(), Optional.empty());
    }

    /// The same under `text`.
    public NaasStorage withPrefix(String text) {
        return new NaasStorage(apiKey, workspace, storage, text, apiUrl, endpoint);
    }

    /// The same at a Naas of one's own.
    public NaasStorage at(URI api, URI s3) {
        return new NaasStorage(apiKey, workspace, storage, prefix, Optional.of(api), Optional.of(s3));
    }

    Map<String, String> toSettings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("apiKey", apiKey.reveal());
        settings.put("workspace", workspace);
        settings.put("storage", storage);
        if (!prefix.isEmpty()) {
            settings.put("prefix", prefix);
        }
        apiUrl.ifPresent(url -> settings.put("apiUrl", url.toString()));
        endpoint.ifPresent(url -> settings.put("endpoint", url.toString()));
        return settings;
    }

    /// As a URL.
    @Override
    public String toString() {
        return "naas://" + workspace + "/" + storage + (prefix.isEmpty() ? "" : "/" + prefix);
    }
}
