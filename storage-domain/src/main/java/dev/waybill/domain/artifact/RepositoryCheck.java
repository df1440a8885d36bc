package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.artifact.format.VersionEntry;
import dev.waybill.domain.artifact.format.VersionsDocument;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.Checksum;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Looks whether all that the documents of a repository say is there, and mends what another copy can mend.
///
/// In a folder each content lies in the pool and under the names of files; either can be made again of the other. One
/// run; its counts are shared by the threads of that run.
final class RepositoryCheck {
    private static final int AT_ONCE = 8;

    private final IObjectStorageAdapter store;
    private final ArtifactKeys keys;
    private final ArtifactReader reader;
    private final FileTree tree;
    private final ContentPlacement placement;
    private final CheckOptions options;

    private final ConcurrentLinkedQueue<CheckFinding> findings = new ConcurrentLinkedQueue<>();
    private final Map<ObjectKey, State> seen = new ConcurrentHashMap<>();
    private final AtomicLong versions = new AtomicLong();
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    RepositoryCheck(
            IObjectStorageAdapter store,
            ArtifactKeys keys,
            ArtifactReader reader,
            FileTree tree,
            ContentPlacement placement,
            CheckOptions options) {
        this.store = store;
        this.keys = keys;
        this.reader = reader;
        this.tree = tree;
        this.placement = placement;
        this.options = options;
    }

    private enum State {
        GOOD,
        MISSING,
        DAMAGED
    }

    /// Checks every artifact; a name that is none is a finding.
    CheckReport runAll() throws InterruptedException {
        return run(reader.ids(
                problem -> findings.add(new CheckFinding(problem.where(), problem.where(), problem.detail(), false))));
    }

    CheckReport run(List<ArtifactId> ids) throws InterruptedException {
        try (var tasks = Tasks.failingFast(AT_ONCE)) {
            for (ArtifactId id : ids) {
                tasks.submit(() -> check(id));
            }
            tasks.join();
        }
        var sorted = new ArrayList<>(findings);
        sorted.sort(Comparator.comparing(CheckFinding::version).thenComparing(CheckFinding::key));
        return new CheckReport(versions.get(), files.get(), bytes.get(), List.copyOf(sorted));
    }

    private void check(ArtifactId id) {
        Optional<VersionsDocument> index;
        try {
            index = reader.index(id);
        } catch (ArtifactFailure.Malformed e) {
            findings.add(new CheckFinding(id.toString(), keys.versions(id).value(), text(e), false));
            return;
        }
        for (VersionEntry entry : index.map(VersionsDocument::versions).orElse(List.of())) {
            versions.incrementAndGet();
            check(id, index.orElseThrow(), entry);
        }
        index.ifPresent(known -> known.aliases().forEach((alias, number) -> {
            if (known.version(number).isEmpty()) {
                findings.add(new CheckFinding(
                        id.toString(),
                        keys.versions(id).value(),
                        "the alias " + NameRules.quoted(alias) + " names v" + number + ", which is not there",
                        false));
            }
        }));
    }

    private void check(ArtifactId id, VersionsDocument index, VersionEntry entry) {
        String name = id + ":v" + entry.version();
        ArtifactVersion version;
        try {
            version = reader.version(new ArtifactReader.Resolved(id, entry, index));
        } catch (ArtifactFailure.Malformed e) {
            findings.add(
                    new CheckFinding(name, keys.version(id, entry.version()).value(), text(e), false));
            return;
        }
        for (String problem : version.problems()) {
            findings.add(
                    new CheckFinding(name, keys.manifest(id, entry.version()).value(), problem, false));
        }
        for (ManifestFile file : version.manifest().files()) {
            files.incrementAndGet();
            check(name, file, keys.file(id, entry.version(), file.path()));
        }
    }

    private void check(String version, ManifestFile file, ObjectKey own) {
        ObjectKey pooled = keys.pooled(file.digest());
        State inPool = seen.computeIfAbsent(pooled, key -> look(key, file));
        boolean isTree = placement == ContentPlacement.TREE;
        State inTree = isTree || inPool != State.GOOD ? look(own, file) : State.MISSING;
        boolean poolNeeded = !isTree || inPool == State.DAMAGED;
        if (isTree && inTree != State.GOOD) {
            mend(version, own, inTree, pooled, inPool);
        }
        // Where the repository came from a folder without a pool, the files are what is there.
        if (poolNeeded && inPool != State.GOOD && (isTree || inTree != State.GOOD || inPool == State.DAMAGED)) {
            mend(version, pooled, inPool, own, inTree);
            seen.put(pooled, look(pooled, file));
        }
    }

    /// Makes what is wrong at `key` anew from `other`, if that is good and mending is wanted.
    private void mend(String version, ObjectKey key, State state, ObjectKey other, State otherState) {
        String detail =
                state == State.MISSING ? "it is missing or has another length" : "its bytes have another digest";
        boolean mended = options.mend() && otherState == State.GOOD;
        if (mended) {
            tree.copy(other, key);
        } else if (otherState == State.GOOD) {
            detail += "; a good copy is at " + other;
        }
        findings.add(new CheckFinding(version, key.value(), detail, mended));
    }

    private State look(ObjectKey key, ManifestFile file) {
        Optional<ObjectMetadata> there = store.stat(key);
        if (there.isEmpty() || there.get().size() != file.size()) {
            return State.MISSING;
        }
        if (!options.content()) {
            return State.GOOD;
        }
        bytes.addAndGet(file.size());
        Optional<Checksum> digest = ArtifactDownload.digest(store, key);
        return digest.equals(Optional.of(file.digest())) ? State.GOOD : State.DAMAGED;
    }

    private static String text(ArtifactFailure failure) {
        return String.valueOf(failure.getMessage());
    }
}
