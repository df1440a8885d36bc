package dev.waybill.cli.copy;

import dev.waybill.cli.address.FolderWalk;
import dev.waybill.cli.address.Location;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.output.Progress;
import dev.waybill.domain.sync.RefusedLinks;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.domain.transfer.TransferLimits;
import dev.waybill.domain.transfer.TransferOptions;
import dev.waybill.domain.transfer.TransferResult;
import dev.waybill.port.Capability;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.Precondition;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.StorageException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Carries out the steps of a plan, several objects at once. One thread.
public final class Copying {
    private final CopyRequest request;
    private final TransferEngine engine;
    private final CopyView view;
    private final Progress progress;
    private final CopyTotals totals = new CopyTotals();
    private final AtomicReference<Optional<StorageException>> fatal = new AtomicReference<>(Optional.empty());

    /// @param view told of what is done
    public Copying(CopyRequest request, CopyView view, Progress progress) {
        this.request = request;
        this.engine = new TransferEngine(TransferLimits.DEFAULT.withRequestSlots(request.transfers()));
        this.view = view;
        this.progress = progress;
    }

    /// Does all of it. What fails about one object of a folder is told of, and the rest goes on.
    ///
    /// @throws StorageException if something failed that is no matter of one object in a folder
    public CopyTotals run(List<CopyPlan.Step> steps) throws InterruptedException {
        try (var tasks = Tasks.failingFast(request.transfers())) {
            for (CopyPlan.Step step : steps) {
                switch (step) {
                    case CopyPlan.Step.One one -> {
                        progress.planned(one.object().size());
                        tasks.submit(() -> copy(one.from(), one.object(), one.to(), steps.size() == 1));
                    }
                    case CopyPlan.Step.Folder folder -> submitAll(tasks, folder);
                }
            }
            progress.planIsComplete();
            tasks.join();
        }
        if (fatal.get().isPresent()) {
            throw fatal.get().get();
        }
        return totals;
    }

    private void submitAll(Tasks tasks, CopyPlan.Step.Folder folder) throws InterruptedException {
        var walk = new FolderWalk(folder.from());
        if (request.refuseLinks()) {
            walk.telling(entry -> refuseLink(entry, folder));
        }
        walk.objects(object -> {
            progress.planned(object.size());
            Location from = folder.from().at(object.key().value());
            String relative = walk.relative(object.key());
            tasks.submit(() -> copyInto(folder.to(), relative, from, object));
        });
        totals.skipped(walk.skipped());
    }

    private void refuseLink(SkippedEntry entry, CopyPlan.Step.Folder folder) {
        if (!entry.reason().isLink()) {
            return;
        }
        var refused = new StorageException.NotSupported(
                folder.from().store().store(),
                ObjectKey.parse(entry.name()),
                RefusedLinks.REQUEST + ", and there is " + entry.name());
        totals.failed(refused);
        view.failed(folder.from(), folder.to(), refused);
    }

    private void copyInto(Location folder, String relative, Location from, ObjectMetadata object) {
        Location to;
        try {
            to = folder.child(relative);
        } catch (CommandFailure e) {
            var tooLong = new StorageException.KeyRejected(
                    from.store().store(), object.key(), String.valueOf(e.getMessage()), e);
            totals.failed(tooLong);
            view.failed(from, folder, tooLong);
            return;
        }
        copy(from, object, to, false);
    }

    /// @param alone whether it is all there is to do, so that its failure is that of the command
    private void copy(Location from, ObjectMetadata object, Location to, boolean alone) {
        if (fatal.get().isPresent()) {
            return;
        }
        try {
            if (request.dryRun() && request.noClobber() && to.object().isPresent()) {
                totals.leftAlone();
                view.leftAlone(from, to, object.size());
                return;
            }
            if (request.dryRun()) {
                view.wouldDo(from, to, object.size());
            } else {
                move(from, object, to.key(), to);
                view.done(from, to, object.size());
            }
            totals.done(object.size());
        } catch (StorageException.PreconditionFailed e) {
            boolean targetIsThere =
                    request.noClobber() && e.store().equals(to.store().store());
            if (targetIsThere) {
                totals.leftAlone();
                view.leftAlone(from, to, object.size());
            } else {
                failed(from, to, e, alone);
            }
        } catch (StorageException e) {
            failed(from, to, e, alone);
        } finally {
            progress.finished();
        }
    }

    private void move(Location from, ObjectMetadata object, ObjectKey key, Location to) {
        TransferOptions options = request.noClobber()
                ? TransferOptions.DEFAULT.withPrecondition(Precondition.ABSENT)
                : TransferOptions.DEFAULT;
        TransferResult result = engine.copy(from.store(), object, to.store(), key, options, new MovedBytes(progress));
        if (request.move()) {
            // Only the version that was copied goes; where a store cannot tell versions apart, what is there.
            Optional<Etag> version = result.source()
                    .etag()
                    .filter(e -> from.store().capabilities().has(Capability.DELETE_IF_MATCH));
            from.store()
                    .delete(object.key(), version.map(DeleteOptions::ifMatch).orElse(DeleteOptions.ANY));
        }
    }

    private void failed(Location from, Location to, StorageException e, boolean alone) {
        boolean hopeless = e instanceof StorageException.StoreUnavailable
                || e instanceof StorageException.StoreNotFound
                || e instanceof StorageException.QuotaExceeded
                || e instanceof StorageException.Cancelled;
        if (alone || hopeless) {
            fatal.compareAndSet(Optional.empty(), Optional.of(e));
        } else {
            totals.failed(e);
            view.failed(from, to, e);
        }
    }
}
