package dev.waybill.domain.sync;

import dev.waybill.port.Checksum;
import java.util.Optional;

/// How far the comparison of one key has come. No step of it touches a store.
sealed interface Step {
    /// What is compared.
    Triple triple();

    /// Enough is known to decide.
    ///
    /// @param contents whether the two sides have the same content, where that was asked
    /// @param checksum of the content, where it became known
    /// @param again whether a version was compared by content only since it was noted too soon to be trusted: if
    ///     it is the synced one all the same, it is to be noted again
    record Settled(
            Triple triple,
            SideState local,
            SideState remote,
            Likeness contents,
            Optional<Checksum> checksum,
            boolean again)
            implements Step {}

    /// Content has to be looked at before anything can be decided.
    ///
    /// @param asked what the question is
    record NeedsContent(Triple triple, SideState local, SideState remote, Question asked, Optional<Checksum> checksum)
            implements Step {}

    /// What there is to ask of contents.
    enum Question {
        /// Whether the local content is the synced one.
        LOCAL_IS_SYNCED,
        /// Whether the remote content is the synced one.
        REMOTE_IS_SYNCED,
        /// Whether both are the same. If it cannot be told, the source is taken to have changed.
        SIDES_ARE_ALIKE,
        /// The same, and if it cannot be told it is a conflict: worth reading both contents.
        SIDES_ARE_ALIKE_OR_CONFLICT,
        /// The same, where times prove nothing: both contents are read if no checksum tells.
        CONTENTS_ARE_ALIKE
    }

    /// What a question was answered.
    ///
    /// @param checksum of the content that was looked at, if it was computed or the store told it; of both
    ///     where they are alike
    record Answer(Likeness likeness, Optional<Checksum> checksum) {}
}
