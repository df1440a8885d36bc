package dev.waybill.domain.catalog;

import java.util.Optional;

/// A document that was fetched, or that could not be.
///
/// @param state which version it is
/// @param bytes what it says; empty if it cannot be used, and for marks, of which only the presence counts
public record FetchedDocument(DocumentState state, Optional<byte[]> bytes) {}
