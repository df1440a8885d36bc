package dev.waybill.domain.operation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What is done to a repository.
public enum Operation {
    /// A version is saved.
    SAVE,
    /// An alias is set.
    SET_ALIAS,
    /// An alias is removed.
    REMOVE_ALIAS,
    /// Tags are added or removed.
    TAG,
    /// A version is marked as deleted.
    DELETE,
    /// The mark of a deleted version is taken away.
    RESTORE,
    /// A version is removed for good.
    REMOVE,
    /// A run writes down that it uses a version.
    USE,
    /// Contents are looked at, and what is wrong is made anew of another copy.
    MEND,
    /// Contents that no version has are removed.
    SWEEP;

    /// Whether documents change by it, so that catalogs say something else.
    boolean changesDocuments() {
        return this != MEND && this != SWEEP;
    }

    /// The operation of this word, if there is one.
    public static Optional<Operation> ofWord(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    /// How records have it: `set-alias`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
