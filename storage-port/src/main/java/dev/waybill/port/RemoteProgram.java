package dev.waybill.port;

import java.time.Duration;

/// A fixed program for [RemoteExecutor], in Python 3 and its standard library alone.
///
/// It finds one JSON object on its standard input, `{"store": {…}, "arguments": {…}}`, where `store` has the `root`
/// of the store there as a path, `reserved` (what the names of the adapter's own files begin with, in lower case) and
/// `pruneEmptyFolders`. It ends with 0, or with 3 where the root is missing.
///
/// @param name what it does, for messages
/// @param text the program itself, which holds nothing of the user
/// @param time how long it may take
/// @param maxOutputBytes how much it may print
public record RemoteProgram(String name, String text, Duration time, int maxOutputBytes) {
    /// @throws IllegalArgumentException if a bound is not positive
    public RemoteProgram {
        if (!time.isPositive() || maxOutputBytes < 1) {
            throw new IllegalArgumentException(
                    "the bounds of " + name + " must be positive: " + time + ", " + maxOutputBytes + " bytes");
        }
    }
}
