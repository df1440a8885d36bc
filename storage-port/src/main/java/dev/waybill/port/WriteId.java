package dev.waybill.port;

/// A token that its writer made up for one write and no other.
///
/// @param value 8 to 64 ASCII letters, digits or `-`
public record WriteId(String value) {
    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public WriteId {
        if (!value.matches("[A-Za-z0-9-]{8,64}")) {
            throw new IllegalArgumentException(
                    "not a write id: " + KeyRules.quoted(value) + ": it must be 8 to 64 ASCII letters, digits or -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
