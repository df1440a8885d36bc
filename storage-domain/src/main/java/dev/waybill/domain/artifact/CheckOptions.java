package dev.waybill.domain.artifact;

/// How thoroughly a repository is checked.
///
/// @param content whether all bytes are read and hashed, rather than that they are there and how many they are
/// @param mend whether what is wrong is made anew of a good copy
public record CheckOptions(boolean content, boolean mend) {}
