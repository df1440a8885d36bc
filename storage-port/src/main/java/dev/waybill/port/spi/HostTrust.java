package dev.waybill.port.spi;

import java.util.List;
import java.util.Optional;

/// The servers on the way to a store, each of which has to be trusted by its key before the store can be reached.
/// One thread.
public interface HostTrust extends AutoCloseable {
    /// The first server on the way of which no key is trusted, or empty if all may be used. Connects.
    ///
    /// @throws dev.waybill.port.StorageException if a server cannot be reached, does not let the user through to
    ///     the next, or shows keys that are revoked
    Optional<UntrustedHost> next();

    /// Trusts keys of a server from now on.
    ///
    /// @param host as [#next] told it last
    /// @param keys some of those that it shows
    /// @param replace whether they take the place of those that were trusted before
    /// @return the file in which it was noted
    /// @throws dev.waybill.port.StorageException if it cannot be noted
    /// @throws IllegalArgumentException if other keys are trusted and are not to be replaced
    String accept(UntrustedHost host, List<HostKey> keys, boolean replace);

    @Override
    void close();
}
