package dev.waybill.cli.copy;

import dev.waybill.cli.address.Location;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.port.ObjectMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where each source goes, as people know it from `cp`: into a target that is a folder or is written as one, else in
/// place of it. One thread.
public final class CopyPlan {
    private final Location target;
    private final boolean intoTarget;
    private final CopyRequest request;

    /// One source and where it goes.
    public sealed interface Step {
        /// An object.
        record One(Location from, ObjectMetadata object, Location to) implements Step {}

        /// A folder with everything in it.
        record Folder(Location from, Location to) implements Step {}
    }

    private CopyPlan(Location target, boolean intoTarget, CopyRequest request) {
        this.target = target;
        this.intoTarget = intoTarget;
        this.request = request;
    }

    /// The steps of copying `sources` to `target`; nothing is changed yet.
    ///
    /// @throws CommandFailure if one of them is not there, or cannot be copied so
    public static List<Step> of(List<Location> sources, Location target, CopyRequest request) {
        boolean isObject = !target.writtenAsFolder() && target.object().isPresent();
        boolean into = target.writtenAsFolder() || (!isObject && target.isFolder());
        if (sources.size() > 1 && !into) {
            String what = isObject ? " is an object" : " is not there";
            throw CommandFailure.usage(
                    "several sources need a folder as the target, and " + target + what,
                    "write the target with a / at its end");
        }
        var plan = new CopyPlan(target, into, request);
        List<Step> steps = new ArrayList<>();
        for (Location source : sources) {
            steps.add(plan.step(source, isObject));
        }
        return steps;
    }

    private Step step(Location source, boolean targetIsObject) {
        Optional<ObjectMetadata> object = source.object();
        if (object.isPresent()) {
            Location to = intoTarget ? target.child(source.name()) : target;
            if (to.address().equals(source.address())) {
                throw CommandFailure.usage(source + " and " + to + " are the same", "choose another target");
            }
            return new Step.One(source, object.get(), to);
        }
        if (!source.isFolder()) {
            throw source.notFound();
        }
        if (!request.recursive()) {
            throw CommandFailure.usage(source + " is a folder", "add -r to take everything in it");
        }
        if (targetIsObject) {
            throw CommandFailure.usage(
                    source + " is a folder and " + target + " is an object", "choose another target");
        }
        Location to = intoTarget && !source.name().isEmpty() ? target.child(source.name()) : target;
        if (source.overlaps(to)) {
            throw CommandFailure.usage(
                    "one of " + source + " and " + to + " lies within the other", "choose another target");
        }
        return new Step.Folder(source, to);
    }
}
