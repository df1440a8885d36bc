package dev.waybill.port;

/// Which store an adapter speaks to, for messages, logs and rows of local state.
///
/// Equal ids mean the same bytes; that adapters on the same bytes have equal ids is tried and not promised
/// (`localhost` and `127.0.0.1` are two). It holds no credential.
///
/// @param scheme the provider, as in [dev.waybill.port.spi.AdapterProvider#scheme]: `file`, `s3`
/// @param location what of it: a folder's absolute path with `/` between its names, `bucket/prefix`,
///     `user@host:22/root`; where the provider alone does not tell the server, its host and port stand in
///     front
public record StoreId(String scheme, String location) {
    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public StoreId {
        if (!scheme.matches("[a-z][a-z0-9+.-]*")) {
            throw new IllegalArgumentException("not a scheme: " + KeyRules.quoted(scheme)
                    + ": it must begin with a lower-case letter, then letters, digits, + . or -");
        }
        if (location.isEmpty() || location.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("not the location of a store: " + KeyRules.quoted(location)
                    + ": it must not be empty or have control characters");
        }
        if (!scheme.equals("file") && location.matches("[^@]*:[^@]*@.*")) {
            throw new IllegalArgumentException("a store's id must not hold a password (scheme " + scheme + ")");
        }
    }

    /// As a URL: `s3://bucket/prefix`.
    @Override
    public String toString() {
        return scheme + "://" + location;
    }
}
