package dev.waybill.domain.sync;

import dev.waybill.domain.remote.RemoteChecksums;
import java.util.Optional;

/// From where one run has checksums of contents without reading them.
///
/// @param nearData hashes the contents of the remote where they lie
/// @param cache knows those of files that did not change
record ChecksumSources(Optional<RemoteChecksums> nearData, HashCache cache) {}
