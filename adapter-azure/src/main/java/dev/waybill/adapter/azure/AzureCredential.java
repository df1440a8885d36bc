package dev.waybill.adapter.azure;

import dev.waybill.port.Secret;

/// Who asks.
sealed interface AzureCredential {
    /// The whole account, by one of its keys.
    ///
    /// @param key as Azure gives it, in Base64
    record AccountKey(Secret key) implements AzureCredential {}

    /// What a shared access signature allows.
    ///
    /// @param token the query of its URL, without the `?`
    record Sas(Secret token) implements AzureCredential {}

    /// An identity that the surroundings name: a service principal, a workload, a machine, a user of the
    /// Azure CLI.
    record Surroundings() implements AzureCredential {}

    /// `text` with every part of this credential blotted out, and whatever else signs a URL.
    default String redact(String text) {
        String clean = switch (this) {
            case AccountKey account -> text.replace(account.key().reveal(), "***");
            case Sas sas -> text.replace(sas.token().reveal(), "***");
            case Surroundings surroundings -> text;
        };
        return clean.replaceAll("(?i)\\bsig=[^&\\s'\"<]+", "sig=***");
    }
}
