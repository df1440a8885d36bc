package dev.waybill.cli.command;

import dev.waybill.cli.address.Location;
import dev.waybill.domain.service.ObjectStorageService;
import dev.waybill.domain.service.PrefixDeletion;
import dev.waybill.port.RemoteExecutor;
import java.util.Optional;

/// Whole folders, by the domain's service.
final class Folders {
    private Folders() {}

    /// Removes everything in the folder of this name.
    ///
    /// @param nearData removes it where it lies
    @SuppressWarnings({"MustBeClosedChecker", "resource"}) // closing it would close the store, which others use
    static PrefixDeletion delete(Location folder, Optional<RemoteExecutor> nearData) {
        var service = new ObjectStorageService(folder.store(), nearData);
        // A leading / keeps the service from taking a first segment `storage` for the store itself.
        return folder.isWholeStore() ? service.deleteEverything() : service.deletePrefix("/" + folder.path());
    }
}
