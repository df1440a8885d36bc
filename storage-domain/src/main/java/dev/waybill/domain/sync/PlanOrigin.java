package dev.waybill.domain.sync;

/// How the stores of a plan were opened, for whoever is to open them again.
///
/// @param remote the name of the remote, or the URL it was opened by; holds no credential
/// @param followLinks whether links in the local folder were followed
public record PlanOrigin(String remote, boolean followLinks) {
    private static final int MOST_CHARACTERS = 4096;

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public PlanOrigin {
        if (remote.isBlank()
                || remote.length() > MOST_CHARACTERS
                || remote.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the name of a remote must have 1 to " + MOST_CHARACTERS
                    + " characters, none of them a control character");
        }
    }
}
