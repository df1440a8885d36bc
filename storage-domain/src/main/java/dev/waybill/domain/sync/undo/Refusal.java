package dev.waybill.domain.sync.undo;

/// Why an item is not undone.
public enum Refusal {
    /// Something else is there by now.
    CHANGED_SINCE("changed since the run"),
    /// What the run wrote is gone.
    DELETED_SINCE("deleted since the run"),
    /// The run kept nothing of it.
    NOT_KEPT("the run did not keep what was there; --keep does"),
    /// It was kept, and is no longer in the trash.
    KEPT_GONE("what was there is no longer in the trash"),
    /// Something else is in its place in the trash.
    KEPT_CHANGED("what is in the trash is not what was there"),
    /// The run was cut off midway, and what is there is neither what was there nor what it was to write.
    UNCLEAR("the run was cut off while it worked on this, and somebody else may have changed it since"),
    /// A file has the name of a folder on the way to it, or a folder has its name.
    IN_THE_WAY("a file or folder is in its way");

    private final String text;

    Refusal(String text) {
        this.text = text;
    }

    /// The reason as part of a sentence.
    public String text() {
        return text;
    }
}
