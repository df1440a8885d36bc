package dev.waybill.domain.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// What is configured of the cache of contents.
///
/// @param folder where it lies, if not in the user's folder for such
/// @param size how many bytes it holds at most
public record CacheDefaults(Optional<Path> folder, OptionalLong size) {
    /// Nothing is configured.
    public static final CacheDefaults NONE = new CacheDefaults(Optional.empty(), OptionalLong.empty());
}
