package dev.waybill.domain.artifact;

import dev.waybill.domain.transfer.TransferJournal;
import java.util.Optional;

/// How files of a version are brought elsewhere.
///
/// @param replace whether other files that are there give way
/// @param journal where large transfers are written down, so that a download that was cut off goes on with them
/// @param listener told how far it has got
public record DownloadOptions(boolean replace, Optional<TransferJournal> journal, DownloadListener listener) {
    /// Nothing is replaced, nothing written down, and nobody told.
    public static final DownloadOptions DEFAULT = new DownloadOptions(false, Optional.empty(), DownloadListener.NONE);

    /// The same, replacing other files.
    public DownloadOptions replacing() {
        return new DownloadOptions(true, journal, listener);
    }

    /// The same, written down there.
    public DownloadOptions withJournal(TransferJournal where) {
        return new DownloadOptions(replace, Optional.of(where), listener);
    }

    /// The same, telling this one.
    public DownloadOptions withListener(DownloadListener who) {
        return new DownloadOptions(replace, journal, who);
    }
}
