package dev.waybill.domain.sync;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Optional;
import java.util.stream.Stream;

/// A plan, or a part of one, that was made before.
public interface Plan {
    /// What to call it in messages.
    String name();

    /// What holds for all of the plan.
    PlanHeader header();

    /// The plan that this is a part of; empty if it is a whole one.
    Optional<Plan> whole();

    /// Reads the steps in the order in which they stand; memory does not grow with their number. Each call reads
    /// anew. What is wrong with a line is thrown when it is reached.
    ///
    /// @throws SyncRefused.BadPlan naming the line and the rule it breaks; so may the stream
    @MustBeClosed
    Stream<PlanStep> steps();
}
