package dev.waybill.domain.artifact;

import dev.waybill.domain.transfer.TransferJournal;
import java.util.Optional;

/// How a download goes about contents that are kept on this machine.
///
/// @param contents those that are
/// @param keep whether what is fetched is kept there, too, and handed on from there
/// @param journal where large fetches to there are written down
/// @param links the folder of the download, if its files are to be links to what is kept, only to be read
public record ContentsAtHand(
        LocalContents contents, boolean keep, Optional<TransferJournal> journal, Optional<LinkTarget> links) {
    /// What is there is used; what is not is fetched and not kept.
    public static ContentsAtHand reading(LocalContents contents) {
        return new ContentsAtHand(contents, false, Optional.empty(), Optional.empty());
    }

    /// What is not there is fetched to there, and files are links to it.
    ///
    /// @param journal where large fetches are written down
    /// @param links the folder of the download
    public static ContentsAtHand linking(LocalContents contents, Optional<TransferJournal> journal, LinkTarget links) {
        return new ContentsAtHand(contents, true, journal, Optional.of(links));
    }

    /// What is not there is fetched to there, and copied from there.
    public static ContentsAtHand keeping(LocalContents contents, Optional<TransferJournal> journal) {
        return new ContentsAtHand(contents, true, journal, Optional.empty());
    }
}
