package dev.waybill.domain.sync;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.transfer.TransferJournal;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What two stores had in common when they were last synced: knowledge, not truth. Losing it costs
/// comparisons, never data.
///
/// One thread reads while others change it, but only at keys the reader has passed.
public interface SyncBase extends AutoCloseable {
    /// Streams what is noted under a prefix in key order (UTF-8 bytes), reading as it goes: memory does not
    /// grow with the number.
    @MustBeClosed
    Stream<SyncedObject> entries(KeyPrefix prefix);

    /// What is noted of one key.
    Optional<SyncedObject> entry(ObjectKey key);

    /// Makes these changes in this order, all or none of them, and lasting over a crash.
    void apply(List<SyncBaseChange> changes);

    /// Where transfers between the two stores are written down, good until this is closed.
    TransferJournal transfers();

    /// Where checksums of files are kept, good until this is closed.
    FileHashes hashes();

    /// Lets the pair go.
    @Override
    void close();
}
