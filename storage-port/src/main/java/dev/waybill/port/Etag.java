package dev.waybill.port;

import java.util.Optional;

/// An opaque token of one version of one object, given by its store.
///
/// Equal tokens of the same key in the same store mean the same bytes. A token says nothing else: it is not
/// a checksum, is never parsed, and tokens of different keys or stores are not compared. Storing the same
/// bytes again may give the same token or another.
///
/// @param value the token without the quotes that HTTP puts around it (RFC 9110 section 8.8.3), 1 to 1,024
///     characters, none of them a control character
public record Etag(String value) {
    private static final int MAX_CHARACTERS = 1024;

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public Etag {
        if (!isToken(value)) {
            throw new IllegalArgumentException("not an etag: " + KeyRules.quoted(value)
                    + ": it must have 1 to 1,024 characters, none of them a control character, and not be *");
        }
        if (value.startsWith("\"") || value.endsWith("\"")) {
            throw new IllegalArgumentException(
                    "not an etag: " + KeyRules.quoted(value) + ": it is kept without its quotes, see Etag.ofHeader");
        }
    }

    /// The token in an HTTP `ETag` header, with or without quotes; empty for a weak one (`W/"…"`), which
    /// promises no equal bytes, and for one that is none.
    public static Optional<Etag> ofHeader(String header) {
        boolean quoted = header.length() >= 2 && header.startsWith("\"") && header.endsWith("\"");
        String text = quoted ? header.substring(1, header.length() - 1) : header;
        return text.contains("\"") || !isToken(text) ? Optional.empty() : Optional.of(new Etag(text));
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_CHARACTERS && !text.equals("*");
    }

    /// The token as an HTTP header carries it, in quotes.
    public String toHeader() {
        return '"' + value + '"';
    }

    @Override
    public String toString() {
        return value;
    }
}
