package dev.waybill.domain.artifact;

import dev.waybill.domain.transfer.TransferJournal;
import java.util.Optional;

/// How files of a version are brought elsewhere.
///
/// @param replace whether other files that are there give way
/// @param journal where large transfers are written down, so that a download that was cut off goes on with them
/// @param listener told how far it has got
/// @param contents what this machine keeps of contents, if that is to be used
/// @param room what room there is for the files, if it is to be looked at before the first of them
/// @param control what can stop the download for a while, or for good
/// @param atHandOnly whether the repository is not to be asked: files come from `contents` or not at all
public record DownloadOptions(
        boolean replace,
        Optional<TransferJournal> journal,
        DownloadListener listener,
        Optional<ContentsAtHand> contents,
        Optional<FreeRoom> room,
        Optional<DownloadControl> control,
        boolean atHandOnly) {
    /// Nothing is replaced, nothing written down, nobody told, and everything fetched.
    public static final DownloadOptions DEFAULT = new DownloadOptions(
            false,
            Optional.empty(),
            DownloadListener.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);

    /// The same, replacing other files.
    public DownloadOptions replacing() {
        return new DownloadOptions(true, journal, listener, contents, room, control, atHandOnly);
    }

    /// The same, written down there.
    public DownloadOptions withJournal(TransferJournal where) {
        return new DownloadOptions(replace, Optional.of(where), listener, contents, room, control, atHandOnly);
    }

    /// The same, telling this one.
    public DownloadOptions withListener(DownloadListener who) {
        return new DownloadOptions(replace, journal, who, contents, room, control, atHandOnly);
    }

    /// The same, with these contents.
    public DownloadOptions withContents(ContentsAtHand which) {
        return new DownloadOptions(replace, journal, listener, Optional.of(which), room, control, atHandOnly);
    }

    /// The same, refused if there is less room than is needed.
    public DownloadOptions within(FreeRoom where) {
        return new DownloadOptions(replace, journal, listener, contents, Optional.of(where), control, atHandOnly);
    }

    /// The same, obeying this.
    public DownloadOptions withControl(DownloadControl what) {
        return new DownloadOptions(replace, journal, listener, contents, room, Optional.of(what), atHandOnly);
    }

    /// The same, without asking the repository.
    public DownloadOptions fromWhatIsAtHand() {
        return new DownloadOptions(replace, journal, listener, contents, room, control, true);
    }
}
