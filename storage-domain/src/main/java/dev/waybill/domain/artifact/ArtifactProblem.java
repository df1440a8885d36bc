package dev.waybill.domain.artifact;

/// Something in a repository that could not be used and was passed over.
///
/// @param where the key or folder it lies at
/// @param detail what is wrong
public record ArtifactProblem(String where, String detail) {
    @Override
    public String toString() {
        return where + ": " + detail;
    }
}
