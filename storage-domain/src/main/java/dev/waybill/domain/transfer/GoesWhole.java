package dev.waybill.domain.transfer;

/// Why an object that replaces another is moved whole, although parts of it may be the same.
public enum GoesWhole {
    /// The target takes no parts that are ranges of what it has.
    NOT_OFFERED("the store takes no parts out of what it has"),
    /// The target's versions have no tokens, so a copy could not be bound to the one that is replaced.
    NO_VERSIONS("the store does not tell versions apart, and parts of another could get in"),
    /// The checksums of the parts of the target's version are not known.
    NOT_KNOWN("nothing is known of the parts of what it replaces"),
    /// They are known of parts of another length.
    OTHER_PARTS("what it replaces was moved in parts of another size"),
    /// The target would not take the first such part.
    REFUSED("the store did not take parts out of what it has");

    private final String text;

    GoesWhole(String text) {
        this.text = text;
    }

    /// The reason, for people.
    public String text() {
        return text;
    }
}
