package dev.waybill.domain.sync.trash;

import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Where in a store the trash lies. What is kept has its own name behind the run's, so that any tool can bring it back:
///
/// - `.waybill/trash/RUN/run.json`: whose it is, see [RunCard];
/// - `.waybill/trash/RUN/objects/KEY`: the object that was at `KEY`;
/// - `.waybill/trash/RUN/long/HASH` where that would be too long for the store, with the key in `…/HASH.key`.
public final class TrashKeys {
    /// What the key of everything in the trash begins with. Runs never sync what lies in a folder named `.waybill`.
    public static final KeyPrefix ALL = new KeyPrefix(".waybill/trash/");

    private static final String OBJECTS = "objects/";
    private static final String LONG = "long/";
    private static final String KEY_SUFFIX = ".key";
    private static final String CARD = "run.json";

    private TrashKeys() {}

    /// Something in the trash.
    ///
    /// @param run whose
    /// @param kept whether it is an object that was kept, and not what Waybill notes beside it
    /// @param original the key that it had, where its name tells
    public record Entry(RunName run, boolean kept, Optional<ObjectKey> original) {}

    /// Whether the trash lies there, so that nothing else should be written.
    public static boolean isReserved(String path) {
        return (path + "/").startsWith(ALL.value());
    }

    /// Everything that is kept of a run.
    public static KeyPrefix of(RunName run) {
        return new KeyPrefix(ALL.value() + run + "/");
    }

    /// Where the card of a run is.
    public static ObjectKey card(RunName run) {
        return of(run).key(CARD);
    }

    /// Where what is at `key` is kept under its own name; empty if that is too long.
    ///
    /// @param maxKeyBytes the longest key of the store, in bytes of UTF-8
    static Optional<ObjectKey> plain(RunName run, ObjectKey key, int maxKeyBytes) {
        return ObjectKey.parse(of(run).value() + OBJECTS + key)
                .filter(name -> name.value().getBytes(StandardCharsets.UTF_8).length <= maxKeyBytes);
    }

    /// Where what is at `key` is kept whatever the length of `key`.
    static ObjectKey hashed(RunName run, ObjectKey key) {
        byte[] bytes = key.value().getBytes(StandardCharsets.UTF_8);
        return of(run).key(LONG
                + ContentHasher.hash(ChecksumAlgorithm.SHA256, bytes).hex());
    }

    /// Where the key of what is kept at `hashed` is noted.
    static ObjectKey keyOf(ObjectKey hashed) {
        return new ObjectKey(hashed + KEY_SUFFIX);
    }

    /// What `key` is in the trash; empty if it is none of ours.
    public static Optional<Entry> parse(ObjectKey key) {
        if (!ALL.covers(key)) {
            return Optional.empty();
        }
        String rest = key.value().substring(ALL.value().length());
        int slash = rest.indexOf('/');
        return slash < 0
                ? Optional.empty()
                : RunName.parse(rest.substring(0, slash)).flatMap(run -> entry(run, rest.substring(slash + 1)));
    }

    private static Optional<Entry> entry(RunName run, String name) {
        if (name.startsWith(OBJECTS)) {
            return Optional.of(new Entry(run, true, ObjectKey.parse(name.substring(OBJECTS.length()))));
        }
        if (name.matches(LONG + "[0-9a-f]{64}(\\.key)?")) {
            return Optional.of(new Entry(run, !name.endsWith(KEY_SUFFIX), Optional.empty()));
        }
        return name.equals(CARD) ? Optional.of(new Entry(run, false, Optional.empty())) : Optional.empty();
    }
}
