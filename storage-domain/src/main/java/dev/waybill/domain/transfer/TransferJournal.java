package dev.waybill.domain.transfer;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StoreId;
import dev.waybill.port.UploadId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where transfers in parts are written down as they go on, so that a process after this one can finish them: an
/// object's transfer goes on where it was, or its upload is given up, and none is left at a store for ever.
///
/// What is written outlives the process at once; [#begin] outlives a power cut too. Any number of threads may call.
/// No two processes write to entries of one route at the same time; that is the caller's to see to.
public interface TransferJournal {
    /// The transfer on this route, if one is not over.
    Optional<UnfinishedTransfer> find(TransferRoute route);

    /// A transfer is about to be begun: its upload, if it has none, will be opened next. What was written of its
    /// route is forgotten.
    void begin(UnfinishedTransfer transfer);

    /// The upload of the transfer on this route is open, by this name.
    void opened(TransferRoute route, UploadId upload);

    /// The target has this part, in place of an earlier one of its number.
    void moved(TransferRoute route, MovedPart part);

    /// The transfer on this route is over: nothing of it is left at the target.
    void end(TransferRoute route);

    /// The transfer on this route is over, but an upload of which only the time is known may be left of it: opened
    /// after the transfer began and before `until`.
    void lose(TransferRoute route, Instant until);

    /// What was kept of the parts of a version at `key` in `store`; who asks looks whether it is the version there.
    Optional<PartSums> sums(StoreId store, ObjectKey key);

    /// Keeps what is known of the parts of a version, in place of what was kept of its key.
    void keep(PartSums sums);

    /// All transfers to `target` that are not over.
    List<UnfinishedTransfer> unfinished(StoreId target);

    /// All uploads to `target` that were lost.
    List<LostUpload> lost(StoreId target);

    /// Nothing is left of a lost upload, or need be looked for any more.
    void forget(LostUpload lost);
}
