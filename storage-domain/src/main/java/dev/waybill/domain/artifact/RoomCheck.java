package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.transfer.TransferJournal;
import dev.waybill.domain.transfer.UnfinishedTransfer;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks before the first byte whether there is room for all that a download will write. One thread.
record RoomCheck(IObjectStorageAdapter to, KeyPrefix folder, DownloadOptions options) {
    /// Whether contents can be kept as asked for; if there is no room for that, but for the files themselves, why not.
    ///
    /// @throws StorageException.QuotaExceeded if there is room for neither
    Optional<String> require(List<ManifestFile> wanted) {
        Optional<ContentsAtHand> keeping = options.contents().filter(ContentsAtHand::keep);
        Optional<String> lacking = keeping.filter(hand -> !options.atHandOnly())
                .flatMap(hand -> hand.contents()
                        .room()
                        .flatMap(room -> lacking(room, hand.contents().missingBytes(wanted, hand.journal()))));
        boolean links = keeping.flatMap(ContentsAtHand::links).isPresent();
        if (!links || lacking.isPresent()) {
            options.room().flatMap(room -> lacking(room, bytesAtTarget(wanted))).ifPresent(detail -> {
                throw new StorageException.QuotaExceeded(to.store(), Optional.empty(), detail, null);
            });
        }
        return lacking;
    }

    private long bytesAtTarget(List<ManifestFile> wanted) {
        Set<ObjectKey> keys =
                wanted.stream().map(file -> folder.key(file.path().value())).collect(Collectors.toSet());
        long needed = wanted.stream()
                .filter(file -> to.stat(folder.key(file.path().value()))
                        .filter(there -> there.size() == file.size())
                        .isEmpty())
                .mapToLong(ManifestFile::size)
                .sum();
        return needed
                - options.journal()
                        .map(journal -> begun(journal, to.store(), keys))
                        .orElse(0L);
    }

    private static long begun(TransferJournal journal, StoreId target, Set<ObjectKey> keys) {
        return journal.unfinished(target).stream()
                .filter(transfer -> keys.contains(transfer.route().to()))
                .mapToLong(UnfinishedTransfer::bytes)
                .sum();
    }

    private static Optional<String> lacking(FreeRoom room, long needed) {
        try {
            long free = room.bytes();
            return needed <= free
                    ? Optional.empty()
                    : Optional.of(needed + " bytes are needed in " + room.place() + ", " + free + " are free");
        } catch (IOException unknown) {
            // Whoever writes there will tell.
            return Optional.empty();
        }
    }
}
