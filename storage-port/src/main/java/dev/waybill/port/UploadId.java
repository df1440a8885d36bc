package dev.waybill.port;

/// The store's name for one unfinished upload; opaque, good in any process until the upload is completed or
/// aborted. It is no credential: an adapter whose store would make it one gives another name.
///
/// @param value 1 to 4,096 characters, none of them a control character
public record UploadId(String value) {
    private static final int MAX_CHARACTERS = 4096;

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public UploadId {
        if (value.isEmpty() || value.length() > MAX_CHARACTERS || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("not an upload id: " + KeyRules.quoted(value)
                    + ": it must have 1 to 4,096 characters, none of them a control character");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
