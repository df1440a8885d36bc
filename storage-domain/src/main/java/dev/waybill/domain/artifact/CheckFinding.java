package dev.waybill.domain.artifact;

/// Damage that a check found.
///
/// @param version what it was found in
/// @param key the object that is missing or damaged
/// @param detail what is wrong with it
/// @param mended whether it is right again
public record CheckFinding(String version, String key, String detail, boolean mended) {}
