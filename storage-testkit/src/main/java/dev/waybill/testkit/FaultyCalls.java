package dev.waybill.testkit;

import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.SourceFailed;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.StoreId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Makes calls go wrong as a [FaultScript] says. Any thread may call.
record FaultyCalls(StoreId store, FaultScript script) {
    <T> T call(Operation operation, Optional<ObjectKey> key, Supplier<T> call) {
        var fault = script.next(operation, key);
        before(fault, key);
        T value = call.get();
        after(fault, key);
        return value;
    }

    void run(Operation operation, ObjectKey key, Runnable call) {
        var fault = script.next(operation, Optional.of(key));
        before(fault, Optional.of(key));
        call.run();
        after(fault, Optional.of(key));
    }

    /// A call whose value must be closed if nobody gets it.
    <T extends AutoCloseable> T open(Operation operation, Optional<ObjectKey> key, Supplier<T> call) {
        var fault = script.next(operation, key);
        before(fault, key);
        T value = call.get();
        closingOnFailure(value, () -> after(fault, key));
        return value;
    }

    ObjectContent get(ObjectKey key, Supplier<ObjectContent> call) {
        var fault = script.next(Operation.GET, Optional.of(key));
        before(fault, Optional.of(key));
        var content = call.get();
        closingOnFailure(content, () -> after(fault, Optional.of(key)));
        return fault.map(f -> spoiled(key, content, f)).orElse(content);
    }

    <T> T write(Operation operation, ObjectKey key, ObjectSource source, Function<ObjectSource, T> call) {
        var fault = script.next(operation, Optional.of(key));
        before(fault, Optional.of(key));
        T value = fault.isPresent() && fault.get() instanceof Fault.CutBody cut
                ? writeCut(key, new CutSource(source, cut.bytes()), call)
                : call.apply(source);
        after(fault, Optional.of(key));
        return value;
    }

    <T> Stream<T> list(Operation operation, Supplier<Stream<T>> call) {
        var fault = script.next(operation, Optional.empty());
        before(fault, Optional.empty());
        var entries = call.get();
        closingOnFailure(entries, () -> after(fault, Optional.empty()));
        return fault.isPresent() && fault.get() instanceof Fault.CutListing cut
                ? CutListing.of(entries, cut.entries(), () -> unavailable(Optional.empty(), Reason.OUTCOME_UNKNOWN))
                : entries;
    }

    private <T> T writeCut(ObjectKey key, CutSource source, Function<ObjectSource, T> call) {
        try {
            return call.apply(source);
        } catch (SourceFailed e) {
            throw source.wasCut() ? unavailable(Optional.of(key), Reason.OUTCOME_UNKNOWN) : e;
        }
    }

    private ObjectContent spoiled(ObjectKey key, ObjectContent content, Fault fault) {
        return switch (fault) {
            case Fault.CutBody cut ->
                new ObjectContent(
                        content.metadata(),
                        content.range(),
                        SpoiledStream.cut(
                                content.stream(), cut.bytes(), unavailable(Optional.of(key), Reason.OUTCOME_UNKNOWN)));
            case Fault.CorruptBody corrupt ->
                new ObjectContent(
                        content.metadata(), content.range(), SpoiledStream.corrupt(content.stream(), corrupt.offset()));
            case Fault.Unavailable unavailable -> content;
            case Fault.AnswerLost lost -> content;
            case Fault.Throwing throwing -> content;
            case Fault.CutListing cut -> content;
            case Fault.Stall stall -> content;
        };
    }

    private void before(Optional<Fault> fault, Optional<ObjectKey> key) {
        if (fault.isEmpty()) {
            return;
        }
        switch (fault.get()) {
            case Fault.Unavailable unavailable ->
                throw unavailable(key, unavailable.reason(), unavailable.retryAfter());
            case Fault.Throwing throwing -> throw throwing.failure().apply(store, key);
            case Fault.Stall stall -> pass(stall.gate(), key);
            case Fault.AnswerLost lost -> {}
            case Fault.CutBody cut -> {}
            case Fault.CorruptBody corrupt -> {}
            case Fault.CutListing cut -> {}
        }
    }

    private void after(Optional<Fault> fault, Optional<ObjectKey> key) {
        if (fault.isPresent() && fault.get() instanceof Fault.AnswerLost) {
            throw unavailable(key, Reason.OUTCOME_UNKNOWN);
        }
    }

    private void pass(Gate gate, Optional<ObjectKey> key) {
        try {
            gate.pass();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled(store, key, e);
        }
    }

    private StoreUnavailable unavailable(Optional<ObjectKey> key, Reason reason) {
        return unavailable(key, reason, Optional.empty());
    }

    private StoreUnavailable unavailable(Optional<ObjectKey> key, Reason reason, Optional<Duration> retryAfter) {
        return new StoreUnavailable(store, key, reason, "a scripted fault", retryAfter, null);
    }

    private static void closingOnFailure(AutoCloseable value, Runnable step) {
        try {
            step.run();
        } catch (StorageException e) {
            try {
                value.close();
            } catch (Exception closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }
}
