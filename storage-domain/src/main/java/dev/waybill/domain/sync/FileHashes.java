package dev.waybill.domain.sync;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.FileIdentity;
import java.time.Instant;
import java.util.Optional;

/// Where checksums of files are kept, so that none is read again that did not change: knowledge, not truth. Losing it
/// costs reading. Any number of threads may call.
public interface FileHashes {
    /// The checksum that was kept of this very file, as it is.
    Optional<Checksum> find(FileIdentity file, ChecksumAlgorithm algorithm);

    /// Keeps `checksum` of `file`, in place of what was kept of it in that algorithm. What was opened only to be read
    /// keeps nothing.
    ///
    /// @param read when reading it began
    void add(FileIdentity file, Checksum checksum, Instant read);
}
