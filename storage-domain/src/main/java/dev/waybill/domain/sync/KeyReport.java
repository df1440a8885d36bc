package dev.waybill.domain.sync;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.List;
import java.util.Optional;

/// What is known of one key, and what runs would do about it now.
///
/// @param key the key
/// @param local what the local side says of it
/// @param remote what the remote side says of it
/// @param base what was last synced
/// @param hidden what keeps it out of runs; then nothing is compared
/// @param questions what contents had to be compared, and how that came out, in order
/// @param localState how the local side stands to the base; empty if it is hidden
/// @param remoteState how the remote side does
/// @param push what a push would do
/// @param pull what a pull would do
/// @param lastRun the last run in the history that did something about it
/// @param lastItem what that did
public record KeyReport(
        ObjectKey key,
        Optional<ObjectMetadata> local,
        Optional<ObjectMetadata> remote,
        Optional<SyncedObject> base,
        Optional<HiddenBy> hidden,
        List<Compared> questions,
        Optional<String> localState,
        Optional<String> remoteState,
        Optional<SyncAction> push,
        Optional<SyncAction> pull,
        Optional<RunEntry> lastRun,
        Optional<RunItem> lastItem) {

    /// A comparison of contents.
    ///
    /// @param question what was asked, in words
    /// @param answer what came out: `alike`, `different` or `unknown`
    /// @param checksum by which, where one was computed or told
    public record Compared(String question, String answer, Optional<String> checksum) {}

    /// Copies the comparisons.
    public KeyReport {
        questions = List.copyOf(questions);
    }

    /// Whether neither side has it.
    public boolean isAbsent() {
        return local.isEmpty() && remote.isEmpty();
    }
}
