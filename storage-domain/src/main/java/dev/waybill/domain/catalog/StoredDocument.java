package dev.waybill.domain.catalog;

import java.util.Optional;

/// A document in a catalog.
///
/// @param state the newest version that was seen
/// @param stale whether the bytes are of a version before that
/// @param bytes what it says, if that was ever known
public record StoredDocument(DocumentState state, boolean stale, Optional<byte[]> bytes) {}
