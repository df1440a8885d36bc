package dev.waybill.domain.sync;

import java.util.Optional;

/// Where the text of ignore files comes from.
@FunctionalInterface
interface FolderRules {
    /// No folder has an ignore file.
    FolderRules NONE = folder -> Optional.empty();

    /// The text of the ignore file in `folder`, if there is one.
    ///
    /// @param folder empty for the root, else ending in `/`
    Optional<String> text(String folder);
}
