package dev.waybill.domain.artifact;

import dev.waybill.port.ObjectKey;
import java.nio.file.Path;

/// A folder of this machine in which files can be names of contents that are kept elsewhere on it.
public interface LinkTarget {
    /// Whether a name is already one of a content.
    boolean isLink(Path content, ObjectKey path);

    /// Gives a content a name in the folder. Either the whole content has it afterwards, or what had it before.
    ///
    /// @param path the name
    /// @param replace whether another file of the name gives way
    /// @return whether that is possible at all between the two places; if not, nothing was done
    /// @throws ArtifactFailure.Refused if something is in the way
    boolean link(Path content, ObjectKey path, boolean replace);

    /// Makes the file of a name one that is only to be read.
    void seal(ObjectKey path);
}
