package dev.waybill.domain.service;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What an application calls to keep objects, whichever store they are in.
///
/// An object is named by a prefix, the folder it lies in, and a key, its name there. The two are joined with
/// one `/`; leading, trailing and doubled `/` of a prefix say nothing, and a leading `storage/` of it is
/// taken off once. `docs/abi-compatibility.md` has every rule, and where it comes from.
///
/// Any number of threads may call. Calls fail with a [dev.waybill.port.StorageException] and with nothing
/// else, but for an [IllegalArgumentException] where prefix and key are no key.
public interface IObjectStorageDomain {
    /// The bytes of an object, all at once in memory.
    ///
    /// @throws dev.waybill.port.StorageException.ObjectNotFound if there is none
    byte[] getObject(String prefix, String key);

    /// Stores `content`, replacing what is there; a reader finds the old bytes or the new.
    void putObject(String prefix, String key, byte[] content);

    /// Removes an object; one that is not there is no error.
    void deleteObject(String prefix, String key);

    /// What lies directly in a folder, by whole key, in the order of UTF-8 bytes: objects (`a/b.txt`), and
    /// folders, which end in `/` (`a/c/`). A folder in which nothing lies is not there, and its list is empty.
    List<String> listObjects(String prefix);

    /// [#listObjects] one by one, in memory that does not grow with their number where the store lists in
    /// order.
    @MustBeClosed
    Stream<String> streamListing(String prefix);

    /// The objects in a folder and in all folders below it, by whole key, in the order of UTF-8 bytes.
    List<String> listObjectsRecursively(String prefix);

    /// [#listObjectsRecursively] one by one with what the listing says of each, in memory that does not grow
    /// with their number, in the order that the store lists in.
    @MustBeClosed
    Stream<ObjectMetadata> streamObjects(String prefix);

    /// Opens the bytes of an object for reading; the caller closes them.
    ///
    /// @throws dev.waybill.port.StorageException.ObjectNotFound if there is none
    @MustBeClosed
    ObjectContent openObject(String prefix, String key);

    /// Stores what `source` gives, without holding it in memory.
    ///
    /// @return what the store says of the object now
    ObjectMetadata putObject(String prefix, String key, ObjectSource source);

    /// Whether there is an object.
    boolean exists(String prefix, String key);

    /// What the store says of an object, or empty if there is none.
    Optional<ObjectMetadata> objectMetadata(String prefix, String key);

    /// Copies an object with what is kept beside its bytes; within the store where it can, else through here.
    ///
    /// @throws dev.waybill.port.StorageException.ObjectNotFound if there is none
    ObjectMetadata copyObject(String prefix, String key, String targetPrefix, String targetKey);

    /// Copies an object and then removes the version that was copied; if either fails, the source stays.
    /// Onto itself it does nothing.
    ///
    /// @throws dev.waybill.port.StorageException.ObjectNotFound if there is none
    /// @throws dev.waybill.port.StorageException.PreconditionFailed if the source was replaced meanwhile and
    ///     the store can tell: then both are there
    ObjectMetadata moveObject(String prefix, String key, String targetPrefix, String targetKey);

    /// Removes everything in a folder and in all folders below it.
    ///
    /// @return how many were removed, and what was not
    /// @throws IllegalArgumentException if the prefix names the whole store, see [#deleteEverything]
    PrefixDeletion deletePrefix(String prefix);

    /// Removes every object of the store.
    PrefixDeletion deleteEverything();

    /// Tells `listener` of every write and removal made through this service from now on, in the thread that
    /// made it. A listener that fails is logged, and the call goes on: the store is the truth.
    void addListener(Consumer<? super ObjectEvent> listener);
}
