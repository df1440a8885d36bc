package dev.waybill.adapter.naas;

import dev.waybill.adapter.s3.S3Place;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.StoreId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where in which bucket a storage lies: what stands before its keys there. Nothing leads out of it: a prefix is
/// only ever put behind [#home].
///
/// @param bucket the bucket
/// @param home the storage's own part of it, without a `/` at its end
/// @param region where the bucket is
record NaasKeys(String bucket, String home, String region) {
    /// `s3://bucket/workspace/storage`, which the API calls an endpoint.
    private static final Pattern S3_URI = Pattern.compile("s3://([A-Za-z0-9][A-Za-z0-9._-]{1,62})/([^?#\\s]+?)/?");

    private static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int MAX_BYTES = 512;

    /// The place that an answer of the API names.
    ///
    /// @throws IllegalArgumentException with the rule that it breaks, not quoting it
    static NaasKeys of(String endpointUrl, String region) {
        var uri = S3_URI.matcher(endpointUrl);
        if (!uri.matches()) {
            throw new IllegalArgumentException("endpoint_url must be s3://bucket/folder");
        }
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException("region_name must be the name of a region");
        }
        String home;
        try {
            home = KeyPrefix.ofFolder(uri.group(2)).value();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("endpoint_url must name a folder that keys can lie in", e);
        }
        return new NaasKeys(uri.group(1), home.substring(0, home.length() - 1), region);
    }

    /// What stands before the keys of the store that is the folder `prefix` of the storage; no `/` at its end.
    String prefix(KeyPrefix prefix) {
        String whole = home + "/" + prefix.value();
        return whole.substring(0, whole.length() - 1);
    }

    /// The same for the S3 adapter.
    ///
    /// @throws IllegalArgumentException if too little room is left for keys
    S3Place place(StoreId store, KeyPrefix prefix) {
        String before = prefix(prefix);
        if (before.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "prefix and endpoint_url must be at most " + MAX_BYTES + " bytes long together");
        }
        return new S3Place(store, bucket, before, Optional.of(region));
    }
}
