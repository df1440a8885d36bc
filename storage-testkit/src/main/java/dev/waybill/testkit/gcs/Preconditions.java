package dev.waybill.testkit.gcs;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What must be true of the live object ("Request preconditions", Cloud Storage documentation).
record Preconditions(
        OptionalLong generationMatch,
        OptionalLong generationNotMatch,
        OptionalLong metagenerationMatch,
        OptionalLong metagenerationNotMatch) {
    static final Set<String> NAMES =
            Set.of("ifGenerationMatch", "ifGenerationNotMatch", "ifMetagenerationMatch", "ifMetagenerationNotMatch");
    static final Set<String> SOURCE_NAMES = Set.of(
            "ifSourceGenerationMatch",
            "ifSourceGenerationNotMatch",
            "ifSourceMetagenerationMatch",
            "ifSourceMetagenerationNotMatch");

    static final Preconditions NONE =
            new Preconditions(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    /// The conditions of a request on the object it is about, or on the source of a copy.
    ///
    /// @param infix empty text, or `Source`
    static Preconditions of(GcsRequest request, String infix) {
        return new Preconditions(
                request.number("if" + infix + "GenerationMatch"),
                request.number("if" + infix + "GenerationNotMatch"),
                request.number("if" + infix + "MetagenerationMatch"),
                request.number("if" + infix + "MetagenerationNotMatch"));
    }

    /// Holds the conditions against what is there; for a read, the version that is not wanted is 304.
    void require(Optional<StoredObject> live, boolean read) {
        long generation = live.map(StoredObject::generation).orElse(0L);
        long metageneration = live.map(StoredObject::metageneration).orElse(0L);
        boolean matches = (generationMatch.isEmpty() || generationMatch.getAsLong() == generation)
                && (metagenerationMatch.isEmpty()
                        || (live.isPresent() && metagenerationMatch.getAsLong() == metageneration));
        if (!matches) {
            throw GcsFailure.conditionNotMet();
        }
        boolean unwanted = (generationNotMatch.isPresent() && generationNotMatch.getAsLong() == generation)
                || (metagenerationNotMatch.isPresent()
                        && (live.isEmpty() || metagenerationNotMatch.getAsLong() == metageneration));
        if (unwanted) {
            throw read ? GcsFailure.of(304, "notModified", "Not Modified") : GcsFailure.conditionNotMet();
        }
    }
}
