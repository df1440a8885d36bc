package dev.waybill.adapter.azure;

import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/// How the service is told that it may read what it is to copy: it asks for that by a request of its own.
interface AzureCopySources {
    /// Names the blob `name`, whose URL is `url`, as the source in `request`.
    void nameIn(AzureRequest request, String name, String url);

    /// Sources that the account's key signs, each alone and for reading, while a copy may take.
    static AzureCopySources signedBy(StorageSharedKeyCredential key, AzureConfig config, AzureClock clock) {
        return (request, name, url) ->
                request.copySource(url + "?" + signature(key, config.container(), name, clock.now()));
    }

    /// What the SDK has instead signs names that it has escaped and unescaped on the way, and not the same:
    /// `a b+c` came out as another.
    @SuppressWarnings("deprecation")
    private static String signature(StorageSharedKeyCredential key, String container, String name, Instant now) {
        var time = OffsetDateTime.ofInstant(now, ZoneOffset.UTC);
        return new BlobServiceSasSignatureValues(
                        time.plus(Duration.ofHours(1)), new BlobSasPermission().setReadPermission(true))
                .setStartTime(time.minus(Duration.ofMinutes(15)))
                .setContainerName(container)
                .setBlobName(AzureKeys.escapePath(name))
                .generateSasQueryParameters(key)
                .encode();
    }

    /// Sources that a signature covers already.
    static AzureCopySources by(AzureCredential.Sas sas) {
        return (request, name, url) ->
                request.copySource(url + "?" + sas.token().reveal());
    }

    /// Sources that a token opens, as it opens the target; [AzureTokenPolicy] puts it there.
    static AzureCopySources byToken() {
        return (request, name, url) -> request.copySource(url);
    }
}
