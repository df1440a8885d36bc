package dev.waybill.domain.transfer;

/// Why a transfer that was begun by an earlier run begins anew.
public enum BegunAnew {
    /// The source, the target or what was asked for is not what it was.
    CHANGED("what is moved, or how, is not what it was"),
    /// The store no longer has its upload.
    UPLOAD_GONE("the store no longer has its upload"),
    /// The store does not let its parts be seen.
    NOT_ALLOWED("the store does not let the parts that it has be listed");

    private final String text;

    BegunAnew(String text) {
        this.text = text;
    }

    /// The reason, for people.
    public String text() {
        return text;
    }
}
