package dev.waybill.port.spi;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.FileIdentities;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.RemoteExecutor;
import dev.waybill.port.StoreId;
import java.util.Optional;

/// A store whose configuration has been read and that can be opened.
public interface ConfiguredStore {
    /// Which store it will be; asking connects to nothing.
    StoreId store();

    /// Opens an adapter. It need not connect yet; the first call will.
    ///
    /// @throws dev.waybill.port.StorageException if the store cannot be had
    @MustBeClosed
    IObjectStorageAdapter open(AdapterContext context);

    /// How the servers on the way to the store are trusted, where that is for the user to say once; empty where a
    /// server proves otherwise who it is. Whoever opens it closes it.
    default Optional<HostTrust> openTrust() {
        return Optional.empty();
    }

    /// Tells which file of this machine holds an object, where it is one.
    default Optional<FileIdentities> identities() {
        return Optional.empty();
    }

    /// Runs programs where the data lies, if the store can and its configuration allows it. It need not connect
    /// yet; the first program will. Whoever opens it closes it.
    default Optional<RemoteExecutor> openExecutor(AdapterContext context) {
        return Optional.empty();
    }
}
