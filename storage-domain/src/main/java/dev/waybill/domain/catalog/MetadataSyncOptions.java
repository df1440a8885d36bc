package dev.waybill.domain.catalog;

import java.time.Duration;
import java.util.Optional;

/// How metadata is synced.
///
/// @param maxDocumentBytes the longest document that is fetched
/// @param atOnce how many documents are fetched at once
/// @param full whether the repository is listed whatever its generation says, and documents with flaws are fetched
/// again
/// @param trust for how long after a listing an unchanged generation means that there is nothing new; empty for what
///     suits the store
/// @param runs whether runs are looked at; without them there is no lineage
/// @param selection which documents are brought; empty for those that are configured
public record MetadataSyncOptions(
        long maxDocumentBytes,
        int atOnce,
        boolean full,
        Optional<Duration> trust,
        boolean runs,
        Optional<MetadataSelection> selection) {
    /// The manifest of some 50,000 files.
    private static final long DOCUMENT_BYTES = 16L << 20;

    /// A small document takes two ways there and back by SFTP, and little else.
    private static final int AT_ONCE = 32;

    /// What suits most.
    public static final MetadataSyncOptions DEFAULT =
            new MetadataSyncOptions(DOCUMENT_BYTES, AT_ONCE, false, Optional.empty(), true, Optional.empty());

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public MetadataSyncOptions {
        if (maxDocumentBytes < 1 || maxDocumentBytes > Integer.MAX_VALUE / 2) {
            throw new IllegalArgumentException("the longest document must have 1 byte to 1 GiB: " + maxDocumentBytes);
        }
        if (atOnce < 1) {
            throw new IllegalArgumentException("1 or more documents must be fetched at once: " + atOnce);
        }
    }

    /// The same with this longest document.
    public MetadataSyncOptions withMaxDocumentBytes(long bytes) {
        return new MetadataSyncOptions(bytes, atOnce, full, trust, runs, selection);
    }

    /// The same, listing in any case or not.
    public MetadataSyncOptions withFull(boolean always) {
        return new MetadataSyncOptions(maxDocumentBytes, atOnce, always, trust, runs, selection);
    }

    /// The same, trusting the generation so long.
    public MetadataSyncOptions withTrust(Duration duration) {
        return new MetadataSyncOptions(maxDocumentBytes, atOnce, full, Optional.of(duration), runs, selection);
    }

    /// The same, bringing these documents.
    public MetadataSyncOptions withSelection(MetadataSelection documents) {
        return new MetadataSyncOptions(maxDocumentBytes, atOnce, full, trust, runs, Optional.of(documents));
    }

    /// The same, with runs or without.
    public MetadataSyncOptions withRuns(boolean wanted) {
        return new MetadataSyncOptions(maxDocumentBytes, atOnce, full, trust, wanted, selection);
    }
}
