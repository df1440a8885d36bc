package dev.waybill.testkit;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.StoreId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// One way in which a call on a [FaultyAdapter] goes wrong.
public sealed interface Fault {
    /// The store is not reached: nothing is done, [Reason#NOT_REACHED].
    Fault NOT_REACHED = new Unavailable(Reason.NOT_REACHED, Optional.empty());

    /// Everything is done and the answer is lost: [Reason#OUTCOME_UNKNOWN].
    Fault ANSWER_LOST = new AnswerLost();

    /// The store is busy: nothing is done, [Reason#BUSY].
    Fault BUSY = new Unavailable(Reason.BUSY, Optional.empty());

    /// The store is busy and says for how long.
    static Fault busyFor(Duration retryAfter) {
        return new Unavailable(Reason.BUSY, Optional.of(retryAfter));
    }

    /// Nothing is done, and this is thrown.
    static Fault throwing(BiFunction<StoreId, Optional<ObjectKey>, StorageException> failure) {
        return new Throwing(failure);
    }

    /// The connection breaks when `bytes` of the body have passed: a read then fails with an `IOException`,
    /// a write with [Reason#OUTCOME_UNKNOWN] and nothing stored. A shorter body passes.
    static Fault cutBodyAfter(long bytes) {
        return new CutBody(bytes);
    }

    /// One bit of the body's byte at `offset` is flipped on the way to the reader.
    static Fault corruptBodyAt(long offset) {
        return new CorruptBody(offset);
    }

    /// The listing fails when `entries` of it have been read.
    static Fault cutListingAfter(int entries) {
        return new CutListing(entries);
    }

    /// The call waits until the gate opens, and then is done.
    static Fault stall(Gate gate) {
        return new Stall(gate);
    }

    /// The operations that this can happen to.
    Set<Operation> operations();

    /// Nothing is done.
    ///
    /// @param reason why, as the caller is told
    /// @param retryAfter for how long, if the store says so
    record Unavailable(Reason reason, Optional<Duration> retryAfter) implements Fault {
        @Override
        public Set<Operation> operations() {
            return EnumSet.allOf(Operation.class);
        }
    }

    /// Everything is done, and the caller is not told.
    record AnswerLost() implements Fault {
        @Override
        public Set<Operation> operations() {
            return EnumSet.allOf(Operation.class);
        }
    }

    /// Nothing is done.
    ///
    /// @param failure what is thrown
    record Throwing(BiFunction<StoreId, Optional<ObjectKey>, StorageException> failure) implements Fault {
        @Override
        public Set<Operation> operations() {
            return EnumSet.allOf(Operation.class);
        }
    }

    /// The body ends in a failure.
    ///
    /// @param bytes how many pass before
    record CutBody(long bytes) implements Fault {
        @Override
        public Set<Operation> operations() {
            return EnumSet.of(Operation.GET, Operation.PUT, Operation.PUT_PART);
        }
    }

    /// The body is not what was stored.
    ///
    /// @param offset which byte is wrong, from 0
    record CorruptBody(long offset) implements Fault {
        @Override
        public Set<Operation> operations() {
            return EnumSet.of(Operation.GET);
        }
    }

    /// The listing ends in a failure.
    ///
    /// @param entries how many are given before
    record CutListing(int entries) implements Fault {
        @Override
        public Set<Operation> operations() {
            return EnumSet.of(Operation.LIST, Operation.LIST_UPLOADS);
        }
    }

    /// The call waits.
    ///
    /// @param gate what it waits at
    record Stall(Gate gate) implements Fault {
        @Override
        public Set<Operation> operations() {
            return EnumSet.allOf(Operation.class);
        }
    }
}
