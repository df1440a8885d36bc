package dev.waybill.port.spi;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.StoreId;

/// A store whose configuration has been read and that can be opened.
public interface ConfiguredStore {
    /// Which store it will be; asking connects to nothing.
    StoreId store();

    /// Opens an adapter. It need not connect yet; the first call will.
    ///
    /// @throws dev.waybill.port.StorageException if the store cannot be had
    @MustBeClosed
    IObjectStorageAdapter open(AdapterContext context);
}
