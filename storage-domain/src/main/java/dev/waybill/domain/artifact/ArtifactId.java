package dev.waybill.domain.artifact;

/// The name of an artifact, within its type.
///
/// @param type what kind of thing it is: `model`, `dataset`, or any other word
/// @param name how it is called
public record ArtifactId(String type, String name) implements Comparable<ArtifactId> {
    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public ArtifactId {
        NameRules.require("type of an artifact", type);
        NameRules.require("name of an artifact", name);
    }

    @Override
    public int compareTo(ArtifactId other) {
        int types = type.compareTo(other.type);
        return types != 0 ? types : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return type + "/" + name;
    }
}
