package dev.waybill.domain.doctor;

import static dev.waybill.domain.doctor.Finding.broken;
import static dev.waybill.domain.doctor.Finding.holds;
import static dev.waybill.domain.doctor.Finding.measured;

import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.KeyRejected;
import dev.waybill.port.StorageException.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which names the store keeps as they are given. One that it refuses costs nobody anything; one that it changes
/// without a word, or folds into another, loses an object.
final class KeyChecks {
    private static final int SEGMENT_BYTES = 120;

    private static final List<String> NAMES = List.of(
            "with space",
            "per%20cent",
            "plus+sign",
            "hash#mark",
            "question?mark",
            "amper&sand",
            "quote'\"",
            "back\\slash",
            "colon:star*",
            "trailing.",
            "trailing ",
            "Case",
            "case",
            "caf\u00e9",
            "cafe\u0301",
            "😀",
            "CON",
            ".hidden");

    private KeyChecks() {}

    static List<Check> all() {
        return List.of(new Check("names", KeyChecks::names), new Check("longest key", KeyChecks::longest));
    }

    private static List<Finding> names(Bench bench) {
        var folder = KeyPrefix.of(bench.corner().value() + "names/");
        var refused = new ArrayList<String>();
        var kept = new ArrayList<ObjectKey>();
        for (String name : NAMES) {
            var key = folder.key(name);
            if (refusal(bench, key).isPresent()) {
                refused.add(name);
            } else {
                kept.add(key);
            }
        }
        for (ObjectKey key : kept) {
            if (!bench.text(key).equals(key.value())) {
                return List.of(broken("names", "\"" + key.name() + "\" is folded into another name"));
            }
        }
        var listed =
                bench.names(ListOptions.of(folder)).stream().map(bench::key).toList();
        if (!listed.containsAll(kept) || listed.size() != kept.size()) {
            return List.of(broken("names", "written " + kept + " but listed " + listed));
        }
        return List.of(
                refused.isEmpty()
                        ? holds("names", "kept as given, apart by case and by Unicode form")
                        : measured("names", "refused: " + refused + "; all others kept as given"));
    }

    /// Writes the key's own name to it.
    ///
    /// @return why the store does not take the key
    static Optional<StorageException> refusal(Bench bench, ObjectKey key) {
        try {
            bench.put(key, key.value());
            return Optional.empty();
        } catch (StoreUnavailable e) {
            throw e;
        } catch (KeyRejected | StorageException.NotSupported | StorageException.StoreFailure e) {
            return Optional.of(e);
        }
    }

    private static List<Finding> longest(Bench bench) {
        int promised = bench.capabilities().maxKeyBytes();
        int fits = bench.corner().value().length();
        var refused = refusal(bench, keyOf(bench, promised));
        if (refused.isEmpty()) {
            return List.of(holds("longest key", promised + " bytes"));
        }
        int tooLong = promised;
        while (tooLong - fits > 1) {
            int middle = (fits + tooLong) >>> 1;
            if (middle <= bench.corner().value().length() + 1) {
                break;
            }
            if (refusal(bench, keyOf(bench, middle)).isEmpty()) {
                fits = middle;
            } else {
                tooLong = middle;
            }
        }
        return List.of(measured("longest key", fits + " bytes; the adapter would take " + promised));
    }

    private static ObjectKey keyOf(Bench bench, int bytes) {
        var text = new StringBuilder(bench.corner().value());
        while (text.length() < bytes) {
            boolean slash = (text.length() - bench.corner().value().length()) % SEGMENT_BYTES == SEGMENT_BYTES - 1;
            text.append(slash && text.length() + 1 < bytes ? '/' : 'k');
        }
        return ObjectKey.of(text.toString());
    }
}
