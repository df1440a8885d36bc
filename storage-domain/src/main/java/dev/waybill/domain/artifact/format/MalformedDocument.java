package dev.waybill.domain.artifact.format;

/// A document that cannot be read. The message says what is wrong with it, without its name, which the reader adds.
public final class MalformedDocument extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param rule what is wrong
    public MalformedDocument(String rule) {
        super(rule);
    }
}
