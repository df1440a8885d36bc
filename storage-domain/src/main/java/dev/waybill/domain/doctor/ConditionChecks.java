package dev.waybill.domain.doctor;

import static dev.waybill.domain.doctor.Finding.broken;
import static dev.waybill.domain.doctor.Finding.holds;

import dev.waybill.domain.config.CapabilityName;
import dev.waybill.port.Capability;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadedPart;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Whether conditions are honoured or only accepted: a store that answers 200 to a condition that does not hold has
/// overwritten what somebody else wrote.
final class ConditionChecks {
    private static final PutOptions IF_ABSENT = PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT);

    private ConditionChecks() {}

    static List<Check> all() {
        return List.of(
                check(Capability.VERSION_TOKENS, ConditionChecks::versionTokens),
                check(Capability.PUT_IF_ABSENT, ConditionChecks::putIfAbsent),
                check(Capability.PUT_IF_MATCH, ConditionChecks::putIfMatch),
                check(Capability.DELETE_IF_MATCH, ConditionChecks::deleteIfMatch),
                check(Capability.CONDITIONAL_COPY, ConditionChecks::copy),
                check(Capability.CONDITIONAL_COMPLETE, ConditionChecks::complete));
    }

    private static Check check(Capability capability, Look look) {
        return new Check(CapabilityName.of(capability), bench -> {
            if (!bench.has(capability)) {
                return List.of(Finding.notOffered(capability));
            }
            Optional<String> wrong = look.wrongWith(bench);
            String name = CapabilityName.of(capability);
            return List.of(wrong.map(what -> broken(name, what))
                    .orElseGet(() -> holds(name, "honoured"))
                    .of(capability));
        });
    }

    private static Optional<String> versionTokens(Bench bench) {
        var key = bench.key("versions");
        Optional<Etag> first = bench.put(key, "one").etag();
        Optional<Etag> second = bench.put(key, "two").etag();
        Optional<Etag> now = bench.store().stat(key).flatMap(ObjectMetadata::etag);
        if (first.isEmpty() || second.isEmpty()) {
            return Optional.of("a write gives no etag");
        }
        if (first.equals(second)) {
            return Optional.of("the etag stays when the bytes change");
        }
        return now.equals(second) ? Optional.empty() : Optional.of("a write and a look at it give different etags");
    }

    private static Optional<String> putIfAbsent(Bench bench) throws InterruptedException {
        var key = bench.key("if-absent");
        bench.put(key, "first");
        if (!Bench.isRefused(() -> bench.put(key, "second", IF_ABSENT))
                || !bench.text(key).equals("first")) {
            return Optional.of("accepted and ignored: an object that was there was overwritten");
        }
        var raced = bench.key("if-absent-raced");
        return oneWinner(bench, bench.winners(name -> bench.put(raced, name, IF_ABSENT)));
    }

    private static Optional<String> putIfMatch(Bench bench) throws InterruptedException {
        var key = bench.key("if-match");
        Etag old = bench.put(key, "first").etag().orElseThrow();
        Etag now = bench.put(key, "second").etag().orElseThrow();
        if (!Bench.isRefused(() -> bench.put(key, "third", ifMatch(old)))
                || !bench.text(key).equals("second")) {
            return Optional.of("accepted and ignored: a newer version was overwritten");
        }
        if (Bench.isRefused(() -> bench.put(key, "third", ifMatch(now)))) {
            return Optional.of("refused although the version is the one named");
        }
        Etag third = bench.store().stat(key).flatMap(ObjectMetadata::etag).orElseThrow();
        return oneWinner(bench, bench.winners(name -> bench.put(key, name, ifMatch(third))));
    }

    private static Optional<String> deleteIfMatch(Bench bench) {
        var key = bench.key("delete-if-match");
        Etag old = bench.put(key, "first").etag().orElseThrow();
        Etag now = bench.put(key, "second").etag().orElseThrow();
        if (!Bench.isRefused(() -> bench.store().delete(key, DeleteOptions.ifMatch(old)))
                || bench.store().stat(key).isEmpty()) {
            return Optional.of("accepted and ignored: a newer version was deleted");
        }
        bench.store().delete(key, DeleteOptions.ifMatch(now));
        return bench.store().stat(key).isEmpty() ? Optional.empty() : Optional.of("the object is still there");
    }

    private static Optional<String> copy(Bench bench) {
        var from = bench.key("copy-from");
        var to = bench.key("copy-to");
        bench.put(from, "new");
        bench.put(to, "old");
        var options = CopyOptions.DEFAULT.withPrecondition(
                bench.has(Capability.PUT_IF_ABSENT) ? Precondition.ABSENT : staleMatch(bench, to));
        boolean refused = Bench.isRefused(() -> bench.store().copy(from, to, options));
        return refused && !bench.text(to).equals("new")
                ? Optional.empty()
                : Optional.of("accepted and ignored: a copy overwrote what was there");
    }

    private static Precondition staleMatch(Bench bench, ObjectKey key) {
        Etag stale = bench.store().stat(key).flatMap(ObjectMetadata::etag).orElseThrow();
        bench.put(key, "older");
        return Precondition.matches(stale);
    }

    private static Optional<String> complete(Bench bench) {
        var key = bench.key("complete");
        bench.put(key, "old");
        var options = PutOptions.DEFAULT.withPrecondition(
                bench.has(Capability.PUT_IF_ABSENT) ? Precondition.ABSENT : staleMatch(bench, key));
        long partBytes = bench.capabilities().uploadLimits().orElseThrow().minPartBytes();
        try (var upload = bench.store().openUpload(UploadRequest.start(key, options, partBytes))) {
            UploadedPart part = upload.putPart(1, ObjectSource.of("new".getBytes(StandardCharsets.UTF_8)));
            boolean refused = Bench.isRefused(() -> upload.complete(List.of(part), Optional.empty()));
            upload.abort();
            return refused && !bench.text(key).equals("new")
                    ? Optional.empty()
                    : Optional.of("accepted and ignored: a completed upload overwrote what was there");
        }
    }

    private static PutOptions ifMatch(Etag etag) {
        return PutOptions.DEFAULT.withPrecondition(Precondition.matches(etag));
    }

    private static Optional<String> oneWinner(Bench bench, int winners) {
        return winners == 1
                ? Optional.empty()
                : Optional.of(winners + " of " + bench.racers() + " writers at once were told that they had won");
    }

    private interface Look {
        /// What is wrong with the capability, which the store has by its own account.
        Optional<String> wrongWith(Bench bench) throws InterruptedException;
    }
}
