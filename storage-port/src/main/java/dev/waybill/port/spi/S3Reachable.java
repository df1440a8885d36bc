package dev.waybill.port.spi;

/// A configured store that programs which speak S3 can reach by themselves.
public interface S3Reachable extends ConfiguredStore {
    /// Where it is and by which credentials. Where these are handed out by a service or found in the surroundings,
    /// they are asked for now.
    ///
    /// @throws dev.waybill.port.StorageException if there are none to be had
    S3Access access(AdapterContext context);
}
