package dev.waybill.cli.uploads;

import dev.waybill.domain.transfer.UnfinishedTransfer;
import dev.waybill.port.UnfinishedUpload;
import java.util.Locale;
import java.util.Optional;

/// An unfinished upload at a store.
///
/// @param upload what the store says of it
/// @param parts how many parts it holds
/// @param bytes how many bytes those have
/// @param owner whose it is
/// @param transfer the entry of our journal, where it is ours
public record FoundUpload(
        UnfinishedUpload upload, long parts, long bytes, Owner owner, Optional<UnfinishedTransfer> transfer) {

    /// Whose an upload is.
    public enum Owner {
        /// A push or pull of this folder that is under way.
        RUNNING,
        /// Of a push or pull of this folder; the same command goes on with it.
        RESUMABLE,
        /// Of somebody else, as far as anybody here can tell.
        OTHER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
