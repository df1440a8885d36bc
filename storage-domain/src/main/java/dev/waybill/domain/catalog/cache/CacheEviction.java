package dev.waybill.domain.catalog.cache;

import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.port.Checksum;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/// Removes what was used longest ago from a cache, until little enough is left. One thread, which has the lock of
/// evictions.
///
/// Contents that no folder of a version names go first, then whole folders of versions with what only they name. What
/// somebody uses has its lock taken and stays, and so does what files outside of the cache name: its room is theirs.
final class CacheEviction {
    private final CacheFolder folder;
    private final CacheLocks locks;
    private final CacheClearing clearing;
    private final List<VersionRecord> versions;
    private final Set<Checksum> pinned = new HashSet<>();
    private final Set<Path> pinnedFolders = new HashSet<>();
    private final CacheScan scan;
    private final Map<Object, Integer> names = new HashMap<>();
    private long contents;
    private long bytes;
    private long folders;
    private long left;

    CacheEviction(CacheFolder folder, CacheLocks locks, CacheClearing clearing, Consumer<? super Path> damaged)
            throws IOException {
        this.folder = folder;
        this.locks = locks;
        this.clearing = clearing;
        this.versions = new VersionRecords(folder.versions()).all(damaged);
        for (VersionRecord pin : new VersionRecords(folder.pins()).all(damaged)) {
            pinned.addAll(pin.digests());
            pinnedFolders.add(folder.relative(pin.version()));
        }
        this.scan = CacheScan.of(folder);
    }

    /// How much there is.
    CacheUsage usage(long limit) {
        long held = scan.unfinishedBytes();
        long linked = 0;
        long pins = 0;
        for (CacheScan.Content content : scan.contents()) {
            if (scan.isLinkedElsewhere(content)) {
                linked += content.size();
            } else {
                held += content.size();
            }
            pins += pinned.contains(content.digest()) ? content.size() : 0;
        }
        held += scan.folders().stream()
                .mapToLong(CacheScan.VersionFolder::ownBytes)
                .sum();
        return new CacheUsage(
                scan.contents().size(),
                held,
                scan.unfinishedBytes(),
                linked,
                scan.folders().size(),
                pins,
                limit);
    }

    CacheCleared run() throws IOException {
        sweep();
        Optional<Set<Checksum>> own = clearing.repository().map(this::ownContents);
        List<CacheScan.Content> candidates = scan.contents().stream()
                .filter(content -> own.isEmpty() || own.get().contains(content.digest()))
                .filter(content -> !scan.isLinkedElsewhere(content))
                .sorted(Comparator.comparing(CacheScan.Content::used))
                .toList();
        List<CacheScan.VersionFolder> candidateFolders = scan.folders().stream()
                .filter(this::isOfRepository)
                .sorted(Comparator.comparing(CacheScan.VersionFolder::used))
                .toList();
        left = candidates.stream().mapToLong(CacheScan.Content::size).sum()
                + candidateFolders.stream()
                        .mapToLong(CacheScan.VersionFolder::ownBytes)
                        .sum()
                + (own.isEmpty() ? scan.unfinishedBytes() : 0);
        candidates.forEach(content -> names.put(content.node(), scan.namesInFolders(content)));
        removeContents(candidates);
        removeFolders(candidateFolders, candidates);
        forgetVersions();
        return new CacheCleared(contents, bytes, folders);
    }

    private boolean isOfRepository(CacheScan.VersionFolder version) {
        return clearing.repository().isEmpty()
                || version.relative()
                        .startsWith(
                                CachedVersion.folderName(clearing.repository().get()));
    }

    /// The contents that versions of a repository have, and no version of another.
    private Set<Checksum> ownContents(CatalogId repository) {
        var own = new HashSet<Checksum>();
        var others = new HashSet<Checksum>();
        for (VersionRecord record : versions) {
            (record.version().repository().equals(repository) ? own : others).addAll(record.digests());
        }
        own.removeAll(others);
        return own;
    }

    private boolean isEnough() {
        return left <= clearing.keepBytes();
    }

    private void removeContents(List<CacheScan.Content> candidates) throws IOException {
        for (CacheScan.Content content : candidates) {
            if (isEnough()) {
                return;
            }
            boolean kept = pinned.contains(content.digest()) && !clearing.pinned();
            if (!kept && names.getOrDefault(content.node(), 0) == 0 && remove(content)) {
                contents++;
                bytes += content.size();
                left -= content.size();
                names.put(content.node(), -1);
            }
        }
    }

    @SuppressWarnings("try") // the lock is only held
    private boolean remove(CacheScan.Content content) throws IOException {
        if (clearing.dryRun()) {
            return true;
        }
        var lock = locks.tryLock(CacheLocks.of(content.digest()), false);
        if (lock.isEmpty()) {
            return false;
        }
        try (var held = lock.get()) {
            var facts = Files.readAttributes(content.file(), BasicFileAttributes.class);
            if (facts.lastAccessTime().toInstant().isAfter(content.used())) {
                return false;
            }
            return Files.deleteIfExists(content.file());
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private void removeFolders(List<CacheScan.VersionFolder> candidates, List<CacheScan.Content> all)
            throws IOException {
        Map<Object, CacheScan.Content> byNode = new HashMap<>();
        all.forEach(content -> byNode.put(content.node(), content));
        for (CacheScan.VersionFolder version : candidates) {
            if (isEnough()) {
                return;
            }
            boolean kept = pinnedFolders.contains(version.relative()) && !clearing.pinned();
            if (!kept && remove(version)) {
                folders++;
                bytes += version.ownBytes();
                left -= version.ownBytes();
                var loose = new ArrayList<CacheScan.Content>();
                for (Object node : version.nodes()) {
                    CacheScan.Content content = byNode.get(node);
                    if (content != null && names.merge(node, -1, Integer::sum) == 0) {
                        loose.add(content);
                    }
                }
                removeContents(loose);
            }
        }
    }

    /// It is moved away first, so that nobody ever finds half of one.
    @SuppressWarnings("try") // the lock is only held
    private boolean remove(CacheScan.VersionFolder version) throws IOException {
        if (clearing.dryRun()) {
            return true;
        }
        var lock = locks.tryLock(CacheLocks.of(version.relative()), false);
        if (lock.isEmpty()) {
            return false;
        }
        try (var held = lock.get()) {
            Files.createDirectories(folder.removed());
            Path away = folder.removed().resolve(UUID.randomUUID().toString());
            Files.move(version.path(), away, StandardCopyOption.ATOMIC_MOVE);
            removeTree(away);
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /// What an eviction left that was killed.
    private void sweep() throws IOException {
        if (clearing.dryRun()) {
            return;
        }
        try (var left = Files.newDirectoryStream(folder.removed())) {
            for (Path each : left) {
                removeTree(each);
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return;
        }
    }

    private static void removeTree(Path top) throws IOException {
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, IOException failure) throws IOException {
                Files.deleteIfExists(each);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /// A version of which nothing is left need not be known of.
    @SuppressWarnings("try") // the lock is only held
    private void forgetVersions() throws IOException {
        if (clearing.dryRun()) {
            return;
        }
        var records = new VersionRecords(folder.versions());
        for (VersionRecord record : versions) {
            boolean gone = record.digests().stream().noneMatch(digest -> Files.exists(folder.content(digest)));
            var lock = gone
                    ? locks.tryLock(CacheLocks.of(folder.relative(record.version())), false)
                    : Optional.<CacheLocks.Held>empty();
            if (lock.isPresent()) {
                try (var held = lock.get()) {
                    records.remove(record.version());
                }
            }
        }
    }
}
