package dev.waybill.domain.catalog.cache;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What lies in a cache at one time: its contents, the folders of versions, and which of the contents those name.
final class CacheScan {
    private static final int LEVELS = 4;

    private final List<Content> contents = new ArrayList<>();
    private final List<VersionFolder> folders = new ArrayList<>();
    private final Map<Object, Integer> namesInFolders = new HashMap<>();
    private long unfinishedBytes;

    /// A content.
    ///
    /// @param used when it was last read, by whichever name
    /// @param names how many names its file has on the whole machine
    /// @param node what tells its file from others
    record Content(Checksum digest, Path file, long size, Instant used, int names, Object node) {}

    /// The files of a version.
    ///
    /// @param used when one of them was last read
    /// @param nodes what tells its files from others
    record VersionFolder(Path path, Path relative, Instant used, Set<Object> nodes, long ownBytes) {}

    static CacheScan of(CacheFolder folder) throws IOException {
        var scan = new CacheScan();
        for (Path shelf : entries(folder.contents())) {
            if (CacheFolder.isShelf(shelf)) {
                for (Path file : entries(shelf)) {
                    scan.content(file);
                }
            } else if (Files.isDirectory(shelf, LinkOption.NOFOLLOW_LINKS)) {
                scan.unfinished(shelf);
            }
        }
        scan.folders(folder.downloads(), folder.downloads(), LEVELS);
        return scan;
    }

    /// How many bytes there are of large fetches that did not end, or not yet.
    long unfinishedBytes() {
        return unfinishedBytes;
    }

    List<Content> contents() {
        return contents;
    }

    List<VersionFolder> folders() {
        return folders;
    }

    /// How many files of versions are names of a content.
    int namesInFolders(Content content) {
        return namesInFolders.getOrDefault(content.node(), 0);
    }

    /// Whether files outside of the cache are names of a content: its room is theirs.
    boolean isLinkedElsewhere(Content content) {
        return content.names() - 1 - namesInFolders(content) > 0;
    }

    private void content(Path file) throws IOException {
        String name = file.getFileName().toString();
        Checksum digest;
        try {
            digest = new Checksum(ChecksumAlgorithm.SHA256, name);
        } catch (IllegalArgumentException unfinished) {
            return;
        }
        try {
            var facts = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (facts.isRegularFile()) {
                contents.add(new Content(
                        digest,
                        file,
                        facts.size(),
                        facts.lastAccessTime().toInstant(),
                        names(file),
                        node(file, facts)));
            }
        } catch (NoSuchFileException removedMeanwhile) {
            return;
        }
    }

    private void unfinished(Path top) throws IOException {
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
                unfinishedBytes += facts.size();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException endedMeanwhile) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException endedMeanwhile) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static int names(Path file) throws IOException {
        try {
            return (Integer) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
        } catch (UnsupportedOperationException | IllegalArgumentException unknown) {
            return 1;
        }
    }

    private static Object node(Path file, BasicFileAttributes facts) {
        Object node = facts.fileKey();
        return node == null ? file : node;
    }

    private void folders(Path top, Path folder, int levels) throws IOException {
        for (Path each : entries(folder)) {
            if (!Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            if (levels > 1) {
                folders(top, each, levels - 1);
            } else {
                folder(top, each);
            }
        }
    }

    private void folder(Path top, Path path) throws IOException {
        var nodes = new HashSet<Object>();
        var used = new Instant[] {Instant.MIN};
        var own = new long[1];
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
                    Object node = node(file, facts);
                    nodes.add(node);
                    namesInFolders.merge(node, 1, Integer::sum);
                    Instant read = facts.lastAccessTime().toInstant();
                    used[0] = read.isAfter(used[0]) ? read : used[0];
                    own[0] += names(file) == 1 ? facts.size() : 0;
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException removedMeanwhile) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException removedMeanwhile) {
            return;
        }
        folders.add(new VersionFolder(path, top.relativize(path), used[0], Set.copyOf(nodes), own[0]));
    }

    private static List<Path> entries(Path folder) throws IOException {
        var entries = new ArrayList<Path>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            all.forEach(entries::add);
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }
}
