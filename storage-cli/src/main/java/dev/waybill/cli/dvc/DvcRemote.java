package dev.waybill.cli.dvc;

import dev.waybill.port.Secret;
import dev.waybill.port.spi.S3Access;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A remote as DVC has it: `dvc remote add -f -d NAME URL`, and `dvc remote modify --local` for each credential.
///
/// @param name what DVC calls it
/// @param access the store beside which its data lie
public record DvcRemote(String name, S3Access access) {
    private static final String FOLDER = "dvc";

    /// @throws IllegalArgumentException if DVC can call none so
    public DvcRemote {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "not the name of a DVC remote: \"" + name + "\": it must be letters, digits, ., _ and -");
        }
    }

    /// Where DVC's data lie: the folder `dvc` beside the store's own, so that push and pull do not move them; never
    /// outside of what is its user's.
    public String url() {
        String prefix = access.prefix();
        int end = prefix.equals(access.home()) ? prefix.length() : Math.max(prefix.lastIndexOf('/'), 0);
        String parent = prefix.substring(0, end);
        return "s3://" + access.bucket() + "/" + (parent.isEmpty() ? "" : parent + "/") + FOLDER;
    }

    /// Whether the data lie in what push and pull work on, for want of a place beside it.
    public boolean liesInTheStore() {
        return access.prefix().equals(access.home());
    }

    /// Whether DVC has to be given credentials; what is in the surroundings it finds by itself.
    public boolean needsCredentials() {
        return access.credentials().origin() != S3Access.Origin.SURROUNDINGS;
    }

    String section() {
        return "remote \"" + name + "\"";
    }

    Map<String, Optional<String>> core() {
        return Map.of("remote", Optional.of(name));
    }

    Map<String, Optional<String>> place() {
        var place = new LinkedHashMap<String, Optional<String>>();
        place.put("url", Optional.of(url()));
        place.put("endpointurl", access.endpoint().map(URI::toString));
        place.put("region", access.region());
        return place;
    }

    Map<String, Optional<String>> secrets() {
        var keys = access.credentials();
        boolean given = needsCredentials();
        var secrets = new LinkedHashMap<String, Optional<String>>();
        secrets.put("access_key_id", Optional.of(keys.accessKeyId().reveal()).filter(id -> given));
        secrets.put(
                "secret_access_key",
                Optional.of(keys.secretAccessKey().reveal()).filter(key -> given));
        secrets.put("session_token", keys.sessionToken().map(Secret::reveal).filter(token -> given));
        return secrets;
    }
}
