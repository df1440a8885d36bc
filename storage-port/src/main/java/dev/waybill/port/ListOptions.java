package dev.waybill.port;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Which objects [IObjectStorageAdapter#list] streams.
///
/// @param prefix the beginning of their keys
/// @param startAfter only keys behind this one, which need not exist; behind the last one lies nothing.
///     Needs [Capability#KEY_ORDER]
/// @param pageSize how many to fetch a request, 1 or more: a hint that changes no result; the store's own
///     greatest page otherwise
/// @param onSkipped told of everything met that is not an object with a key, in the thread that reads the
///     listing; after a retry of a part of the listing, some may be told of again
/// @param omittable whether a folder, the beginning of keys up to and with a `/`, has nothing in it that is needed: a
///     permission, which a store takes that must look into each folder to list it; others give what is in it
public record ListOptions(
        KeyPrefix prefix,
        Optional<ObjectKey> startAfter,
        OptionalInt pageSize,
        Consumer<SkippedEntry> onSkipped,
        Predicate<String> omittable) {

    /// @throws IllegalArgumentException if the page size is less than 1
    public ListOptions {
        if (pageSize.isPresent() && pageSize.getAsInt() < 1) {
            throw new IllegalArgumentException("page size must be 1 or more: " + pageSize.getAsInt());
        }
    }

    /// All objects under `prefix`; what has no key is not told of.
    public static ListOptions of(KeyPrefix prefix) {
        return new ListOptions(prefix, Optional.empty(), OptionalInt.empty(), skipped -> {}, folder -> false);
    }

    /// The same, but only keys behind `key`.
    public ListOptions withStartAfter(ObjectKey key) {
        return new ListOptions(prefix, Optional.of(key), pageSize, onSkipped, omittable);
    }

    /// The same, fetched `size` at a time.
    public ListOptions withPageSize(int size) {
        return new ListOptions(prefix, startAfter, OptionalInt.of(size), onSkipped, omittable);
    }

    /// The same, telling `listener` of what is skipped.
    public ListOptions withOnSkipped(Consumer<SkippedEntry> listener) {
        return new ListOptions(prefix, startAfter, pageSize, listener, omittable);
    }

    /// The same, with leave to omit what lies in the folders that `folders` names.
    public ListOptions withOmittable(Predicate<String> folders) {
        return new ListOptions(prefix, startAfter, pageSize, onSkipped, folders);
    }
}
