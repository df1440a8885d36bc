package dev.waybill.port;

import java.util.regex.Pattern;

/// A token that its writer made up for one write and no other.
///
/// @param value 8 to 64 ASCII letters, digits or `-`
public record WriteId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9-]{8,64}");

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public WriteId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "not a write id: " + KeyRules.quoted(value) + ": it must be 8 to 64 ASCII letters, digits or -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
