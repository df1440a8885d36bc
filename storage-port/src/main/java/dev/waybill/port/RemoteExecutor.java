package dev.waybill.port;

/// Runs fixed programs on the machine that holds a store, so that work on much data moves none of it: a second
/// port, beside [IObjectStorageAdapter], that few stores have and that a user's configuration has to allow.
///
/// - **What is the user's never becomes a command.** The command line is a constant; keys and all else reach the
///   program as JSON on its standard input.
/// - **Threads**: any number may call. Calls block. An interrupted call throws [StorageException.Cancelled].
/// - **Retries**: none. What cannot be done this way can be done through the adapter.
public interface RemoteExecutor extends AutoCloseable {
    /// Which store the machine holds.
    StoreId store();

    /// Runs `program` and gives what it printed.
    ///
    /// @param arguments a JSON object
    /// @throws StorageException.NotSupported if the machine runs no such programs; asking again is of no use
    /// @throws StorageException.StoreNotFound if it finds no root of the store there
    /// @throws StorageException.StoreUnavailable if the machine cannot be reached, or the time ran out
    /// @throws StorageException.StoreFailure if the program failed, or printed too much
    String run(RemoteProgram program, String arguments);

    /// Frees connections. Calling it again does nothing.
    @Override
    void close();
}
