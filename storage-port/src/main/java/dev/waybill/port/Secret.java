package dev.waybill.port;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A password, key or token. Its text comes out only by [#reveal]; printing it shows `***`.
public final class Secret {
    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /// The secret `text`.
    public static Secret of(String text) {
        return new Secret(text);
    }

    /// The text itself, to be handed to a client library and nowhere else.
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8), secret.text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
