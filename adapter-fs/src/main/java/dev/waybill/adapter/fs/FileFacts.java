package dev.waybill.adapter.fs;

import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the file system says of one file, folder or link, without following the link.
///
/// @param kind what it is
/// @param size its length in bytes
/// @param modified its mtime
/// @param born when it was made, where the file system keeps that, else its mtime
/// @param node the number that tells it from every other of its file system, or 0 where there is none
record FileFacts(Kind kind, long size, Instant modified, FileTime born, long node) {
    /// What a name in a folder stands for.
    enum Kind {
        FILE,
        FOLDER,
        LINK,
        SPECIAL
    }

    static FileFacts of(BasicFileAttributes attributes) {
        return new FileFacts(
                kindOf(attributes),
                attributes.size(),
                attributes.lastModifiedTime().toInstant(),
                attributes.creationTime(),
                nodeOf(attributes.fileKey()));
    }

    private static Kind kindOf(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return Kind.FILE;
        }
        if (attributes.isDirectory()) {
            return Kind.FOLDER;
        }
        return attributes.isSymbolicLink() ? Kind.LINK : Kind.SPECIAL;
    }

    /// The inode number alone: the device's number beside it changes with every mount.
    private static long nodeOf(@Nullable Object fileKey) {
        if (fileKey == null) {
            return 0;
        }
        String text = fileKey.toString();
        int start = text.indexOf("ino=") + "ino=".length();
        int end = start;
        long number = 0;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            number = number * 10 + text.charAt(end++) - '0';
        }
        return end > start && start >= "ino=".length() ? number : text.hashCode();
    }

    boolean isFile() {
        return kind == Kind.FILE;
    }

    /// Whether `other` is the same file with the same bytes, as far as its facts tell.
    boolean isSameVersion(FileFacts other) {
        return isSameFile(other) && size == other.size && modified.equals(other.modified);
    }

    /// Whether `other` is the same file, unchanged or not.
    boolean isSameFile(FileFacts other) {
        return node == other.node && born.equals(other.born) && kind == other.kind;
    }

    /// A number of a file that is no more is given again, so the time of birth is part of the token.
    Etag etag() {
        Instant birth = born.toInstant();
        var token = new StringBuilder(64);
        token.append(Long.toHexString(size)).append('-');
        token.append(Long.toHexString(modified.getEpochSecond())).append('.');
        token.append(Integer.toHexString(modified.getNano())).append('-');
        token.append(Long.toHexString(node)).append('-');
        token.append(Long.toHexString(birth.getEpochSecond())).append('.');
        return new Etag(token.append(Integer.toHexString(birth.getNano())).toString());
    }

    ObjectMetadata metadata(ObjectKey key) {
        return new ObjectMetadata(
                key,
                size,
                modified,
                Optional.of(etag()),
                Optional.of(modified),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
