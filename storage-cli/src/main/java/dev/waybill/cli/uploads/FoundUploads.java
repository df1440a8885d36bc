package dev.waybill.cli.uploads;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.sync.SyncBase;
import dev.waybill.domain.sync.SyncBaseStore;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.domain.sync.SyncRefused;
import dev.waybill.domain.transfer.TransferJournal;
import dev.waybill.domain.transfer.TransferRoute;
import dev.waybill.domain.transfer.UnfinishedTransfer;
import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The unfinished uploads at a store, held against the journal of the storage folder. One thread.
public final class FoundUploads {
    private final IObjectStorageAdapter store;
    private final Optional<SyncBaseStore> state;
    private final Optional<StoreId> local;

    /// @param state of the storage folder, if there is one
    /// @param local the storage folder as a store
    FoundUploads(IObjectStorageAdapter store, Optional<SyncBaseStore> state, Optional<StoreId> local) {
        this.store = store;
        this.state = state;
        this.local = local;
    }

    /// Which store.
    public StoreId store() {
        return store.store();
    }

    /// All of them, those that are not ours too.
    public List<FoundUpload> all() {
        if (!store.capabilities().has(Capability.RESUMABLE_UPLOAD)) {
            return List.of();
        }
        Map<UploadId, UnfinishedTransfer> ours = journalled();
        var found = new ArrayList<FoundUpload>();
        for (UnfinishedUpload upload : listed()) {
            look(upload, Optional.ofNullable(ours.get(upload.id()))).ifPresent(found::add);
        }
        return found;
    }

    private List<UnfinishedUpload> listed() {
        try (Stream<UnfinishedUpload> uploads = store.listUploads(KeyPrefix.ALL)) {
            return uploads.toList();
        }
    }

    private Map<UploadId, UnfinishedTransfer> journalled() {
        var ours = new HashMap<UploadId, UnfinishedTransfer>();
        if (state.isPresent()) {
            // Any pair will do: the journal is that of all.
            try (SyncBase base = state.get().openReadOnly(new SyncPair(store(), store()))) {
                base.transfers()
                        .unfinished(store())
                        .forEach(transfer -> transfer.upload().ifPresent(id -> ours.put(id, transfer)));
            }
        }
        return ours;
    }

    private Optional<FoundUpload> look(UnfinishedUpload upload, Optional<UnfinishedTransfer> ours) {
        try (UploadSession session = open(upload)) {
            List<UploadedPart> parts = session.parts();
            long bytes = parts.stream().mapToLong(UploadedPart::size).sum();
            return Optional.of(new FoundUpload(upload, parts.size(), bytes, owner(ours), ours));
        } catch (StorageException.UploadNotFound e) {
            // It came to its end meanwhile.
            return Optional.empty();
        }
    }

    @MustBeClosed
    private UploadSession open(UnfinishedUpload upload) {
        return store.openUpload(
                upload.toLookAt(store.capabilities().uploadLimits().orElseThrow()));
    }

    private FoundUpload.Owner owner(Optional<UnfinishedTransfer> ours) {
        if (ours.isEmpty()) {
            return FoundUpload.Owner.OTHER;
        }
        return whileNoRun(ours.get(), journal -> {}) ? FoundUpload.Owner.RESUMABLE : FoundUpload.Owner.RUNNING;
    }

    /// Aborts an upload; one of ours only while no run of its pair is under way.
    ///
    /// @return whether it is gone; else it is of a run that is under way
    public boolean abort(FoundUpload found) {
        if (found.transfer().isEmpty()) {
            abort(found.upload());
            return true;
        }
        UnfinishedTransfer ours = found.transfer().get();
        return whileNoRun(ours, journal -> {
            abort(found.upload());
            if (journal.find(ours.route()).flatMap(UnfinishedTransfer::upload).equals(ours.upload())) {
                journal.end(ours.route());
            }
        });
    }

    private void abort(UnfinishedUpload upload) {
        try (UploadSession session = open(upload)) {
            session.abort();
        } catch (StorageException.UploadNotFound e) {
            // Somebody else was faster.
        }
    }

    /// Does `work` with the journal while no run can have the pair of a transfer of ours.
    ///
    /// @return whether it was done; else a run is under way
    private boolean whileNoRun(UnfinishedTransfer transfer, Consumer<TransferJournal> work) {
        try (SyncBase held = state.orElseThrow().open(pair(transfer.route()))) {
            work.accept(held.transfers());
            return true;
        } catch (SyncRefused.PairBusy e) {
            return false;
        }
    }

    /// The local side of a pair is the storage folder: what a push comes from and a pull goes to.
    private SyncPair pair(TransferRoute route) {
        boolean pull = local.equals(Optional.of(route.target()));
        return pull ? new SyncPair(route.target(), route.source()) : new SyncPair(route.source(), route.target());
    }
}
