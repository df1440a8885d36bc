package dev.waybill.port;

import java.time.Instant;
import java.util.Optional;

/// One file of this machine as it was at one moment: while nothing of this changes, neither do its bytes.
///
/// @param file the number of the file and of its file system, in words; the same under whatever name it has
/// @param size its length in bytes
/// @param modified its mtime, as exactly as the file system keeps it
/// @param changed when the file system last saw it change (ctime), which no program can set; empty where there is none
public record FileIdentity(String file, long size, Instant modified, Optional<Instant> changed) {
    /// When its bytes may last have changed.
    public Instant touched() {
        return changed.filter(time -> time.isAfter(modified)).orElse(modified);
    }
}
