package dev.waybill.adapter.sqlite;

import dev.waybill.domain.sync.FileHashes;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.FileIdentity;
import java.time.Instant;
import java.util.Optional;

/// No file was ever read, and nothing is to be kept.
final class NoFileHashes implements FileHashes {
    @Override
    public Optional<Checksum> find(FileIdentity file, ChecksumAlgorithm algorithm) {
        return Optional.empty();
    }

    @Override
    public void add(FileIdentity file, Checksum checksum, Instant read) {}
}
