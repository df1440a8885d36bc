package dev.waybill.domain.doctor;

import static dev.waybill.domain.doctor.Finding.broken;
import static dev.waybill.domain.doctor.Finding.holds;

import dev.waybill.domain.config.CapabilityName;
import dev.waybill.port.Capability;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import java.util.List;
import java.util.Optional;

/// Whether a listing is whole, current and in order: push and pull delete by what is not in it.
final class ListingChecks {
    /// In the order of UTF-8 bytes, which is neither that of UTF-16 nor that of any language.
    private static final List<String> NAMES =
            List.of("B", "a", "a-b", "a.b", "a/x", "a/y/z", "a0", "aé", "b", "～", "😀");

    private ListingChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("listings", ListingChecks::wholeAndCurrent),
                new Check(CapabilityName.of(Capability.KEY_ORDER), ListingChecks::order),
                new Check(CapabilityName.of(Capability.KEY_SEEK), ListingChecks::seek));
    }

    private static List<Finding> wholeAndCurrent(Bench bench) {
        var folder = folder(bench, "listed/");
        for (int i = 0; i < 5; i++) {
            bench.put(folder.key("object" + i), "l");
        }
        int all = bench.names(ListOptions.of(folder).withPageSize(2)).size();
        bench.store().delete(folder.key("object3"), DeleteOptions.ANY);
        int left = bench.names(ListOptions.of(folder)).size();
        if (all != 5) {
            return List.of(broken("listings", "of 5 objects just written, fetched 2 at a time, " + all + " came back"));
        }
        return List.of(
                left == 4
                        ? holds("listings", "whole over several pages, and current")
                        : broken("listings", "a deleted object is still listed"));
    }

    private static List<Finding> order(Bench bench) {
        if (!bench.has(Capability.KEY_ORDER)) {
            return List.of(Finding.notOffered(Capability.KEY_ORDER));
        }
        String check = CapabilityName.of(Capability.KEY_ORDER);
        var folder = folder(bench, "order/");
        List<ObjectKey> keys = NAMES.stream().map(folder::key).sorted().toList();
        var stored = keys.stream().filter(key -> canPut(bench, key)).toList();
        var listed =
                bench.names(ListOptions.of(folder)).stream().map(bench::key).toList();
        if (!listed.equals(stored)) {
            return List.of(broken(check, "listed as " + names(folder, listed)).of(Capability.KEY_ORDER));
        }
        for (ObjectKey key : stored) {
            var behind = bench.names(ListOptions.of(folder).withStartAfter(key)).stream()
                    .map(bench::key)
                    .toList();
            if (!behind.equals(stored.subList(stored.indexOf(key) + 1, stored.size()))) {
                return List.of(broken(check, "behind " + key.name() + " it lists " + names(folder, behind))
                        .of(Capability.KEY_ORDER));
            }
        }
        return List.of(
                holds(check, "by UTF-8 bytes, and start-after is honoured").of(Capability.KEY_ORDER));
    }

    /// Whether single keys can be asked for behind names that are not there, as where a long listing is split.
    private static List<Finding> seek(Bench bench) {
        if (!bench.has(Capability.KEY_SEEK)) {
            return List.of(Finding.notOffered(Capability.KEY_SEEK));
        }
        String check = CapabilityName.of(Capability.KEY_SEEK);
        var folder = folder(bench, "seek/");
        for (int i = 0; i < 5; i++) {
            bench.put(folder.key("object" + i), "l");
        }
        for (int i = 0; i < 4; i++) {
            ObjectKey absent = folder.key("object" + i + "~");
            var behind = bench
                    .names(ListOptions.of(folder).withStartAfter(absent).withPageSize(1))
                    .stream()
                    .map(bench::key)
                    .toList();
            if (!behind.stream().findFirst().equals(Optional.of(folder.key("object" + (i + 1))))) {
                return List.of(broken(check, "behind " + absent.name() + " it lists " + names(folder, behind))
                        .of(Capability.KEY_SEEK));
            }
        }
        return List.of(holds(check, "listings begin behind any name").of(Capability.KEY_SEEK));
    }

    /// A folder cannot hold a file `a` and a folder `a`: what it refuses by name is not there to be listed.
    private static boolean canPut(Bench bench, ObjectKey key) {
        return KeyChecks.refusal(bench, key).isEmpty();
    }

    private static List<String> names(KeyPrefix folder, List<ObjectKey> keys) {
        return keys.stream()
                .map(key -> key.value().substring(folder.value().length()))
                .toList();
    }

    private static KeyPrefix folder(Bench bench, String name) {
        return KeyPrefix.of(bench.corner().value() + name);
    }
}
