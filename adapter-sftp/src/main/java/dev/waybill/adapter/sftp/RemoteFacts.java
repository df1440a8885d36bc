package dev.waybill.adapter.sftp;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the server says of one file, folder or link, without following the link.
///
/// There is nothing in it that tells one version from another of equal length within the same second, so
/// objects here have no version token.
///
/// @param kind what it is
/// @param size its length in bytes
/// @param modified its mtime, in whole seconds
record RemoteFacts(Kind kind, long size, Instant modified) {
    private static final int TYPE = 0170000;

    /// What a name on the server stands for.
    enum Kind {
        FILE,
        FOLDER,
        LINK,
        SPECIAL;

        static Kind of(int mode) {
            return switch (mode & TYPE) {
                case 0100000 -> FILE;
                case 0040000 -> FOLDER;
                case 0120000 -> LINK;
                default -> SPECIAL;
            };
        }
    }

    boolean isFile() {
        return kind == Kind.FILE;
    }

    boolean isFolder() {
        return kind == Kind.FOLDER;
    }

    ObjectMetadata metadata(ObjectKey key) {
        return new ObjectMetadata(
                key,
                size,
                modified,
                Optional.empty(),
                Optional.of(modified),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
