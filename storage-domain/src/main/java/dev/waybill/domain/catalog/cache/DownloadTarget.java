package dev.waybill.domain.catalog.cache;

import dev.waybill.domain.artifact.DownloadOptions;
import dev.waybill.domain.artifact.FreeRoom;
import dev.waybill.domain.transfer.TransferJournal;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import java.nio.file.Path;
import java.util.Optional;

/// Where the files of a version are to go.
///
/// @param store the store they go to
/// @param folder the folder there
/// @param local the same as a folder of this machine, if it is one; it is there
/// @param journal where large files under way are written down, so that a download that was cut off goes on
public record DownloadTarget(
        IObjectStorageAdapter store, KeyPrefix folder, Optional<Path> local, Optional<TransferJournal> journal) {
    /// The same options for a download to here.
    DownloadOptions options(DownloadOptions options) {
        DownloadOptions noted = journal.map(options::withJournal).orElse(options);
        return local.map(FreeRoom::of).map(noted::within).orElse(noted);
    }
}
