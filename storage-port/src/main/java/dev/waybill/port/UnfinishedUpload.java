package dev.waybill.port;

import java.time.Instant;
import java.util.Optional;

/// An upload that was started and neither completed nor aborted.
///
/// @param key where its object would be
/// @param id its name, for [UploadRequest#resuming]
/// @param started when, by the store's clock, where the store knows
public record UnfinishedUpload(ObjectKey key, UploadId id, Optional<Instant> started) {}
