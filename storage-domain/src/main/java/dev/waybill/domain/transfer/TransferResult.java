package dev.waybill.domain.transfer;

import dev.waybill.port.Checksum;
import dev.waybill.port.ObjectMetadata;
import java.util.Optional;

/// What one transfer did.
///
/// @param source the version that was moved, as far as the source said; with a listing's metadata as what was to
///     be moved, completed by what reading it told
/// @param stored what the target now has
/// @param whole the checksum of all the bytes: in [TransferOptions#wholeChecksum] where it could be had, else the
///     one by which the bytes were verified, else empty. A hash that cannot be combined from those of parts
///     (SHA-256, MD5, SHA-1) is not computed for an object that goes in parts: parts move at the same time
/// @param bytes how many bytes went through this process, those of repeated attempts not counted, nor those that an
///     earlier run had moved or that the target copied out of what it replaced; 0 for a copy that the store made by
/// itself
/// @param parts in how many parts; 1 for an object written in one piece, 0 for a copy that the store made
public record TransferResult(
        ObjectMetadata source, ObjectMetadata stored, Optional<Checksum> whole, long bytes, int parts) {}
