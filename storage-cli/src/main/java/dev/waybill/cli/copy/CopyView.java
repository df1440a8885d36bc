package dev.waybill.cli.copy;

import dev.waybill.cli.address.Location;
import dev.waybill.port.StorageException;

/// Told of what a copy does. Any number of threads.
public interface CopyView {
    /// An object was copied, or moved.
    void done(Location from, Location to, long size);

    /// An object would be copied, or moved.
    void wouldDo(Location from, Location to, long size);

    /// The target has an object there, which was left alone.
    void leftAlone(Location from, Location to, long size);

    /// An object could not be copied.
    void failed(Location from, Location to, StorageException cause);
}
