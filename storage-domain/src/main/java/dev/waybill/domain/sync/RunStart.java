package dev.waybill.domain.sync;

import dev.waybill.domain.sync.trash.RunName;
import java.time.Instant;
import java.util.Optional;

/// What is known of a run when it begins.
///
/// @param name its name
/// @param local the local side, as [dev.waybill.port.StoreId#toString] writes it
/// @param remote the remote side
/// @param command what was asked for: `push`, `pull`, `sync` (which has a run for each side), `undo`
/// @param direction which side it writes: a push the remote, a pull the local one
/// @param options what of its options decides what it does, for people
/// @param undoes the run that it undoes
/// @param begin when it began
public record RunStart(
        RunName name,
        String local,
        String remote,
        String command,
        SyncDirection direction,
        String options,
        Optional<RunName> undoes,
        Instant begin) {

    /// Whether it works on this pair.
    public boolean isOf(SyncPair pair) {
        return local.equals(pair.local().toString())
                && remote.equals(pair.remote().toString());
    }
}
