package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestDocument;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.artifact.format.VersionEntry;
import dev.waybill.domain.artifact.format.VersionsDocument;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.Checksum;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Counts what a repository holds, once. Its counts are shared by the threads of that run.
final class StatisticsRun {
    private static final int AT_ONCE = 16;

    private final ArtifactReader reader;
    private final ArtifactKeys keys;
    private final Documents documents;
    private final Set<Checksum> contents = new HashSet<>();
    private long artifacts;
    private long versions;
    private long files;
    private long fileBytes;
    private long distinctBytes;
    private long references;
    private long referenceBytes;

    StatisticsRun(ArtifactReader reader, ArtifactKeys keys, Documents documents) {
        this.reader = reader;
        this.keys = keys;
        this.documents = documents;
    }

    RepositoryStatistics run(Consumer<? super ArtifactProblem> problems) throws InterruptedException {
        try (var tasks = Tasks.failingFast(AT_ONCE)) {
            for (ArtifactId id : reader.ids(problems)) {
                tasks.submit(() -> count(id, problems));
            }
            tasks.join();
        }
        synchronized (contents) {
            return new RepositoryStatistics(
                    artifacts, versions, files, fileBytes, distinctBytes, references, referenceBytes);
        }
    }

    private void count(ArtifactId id, Consumer<? super ArtifactProblem> problems) {
        String where = keys.versions(id).value();
        try {
            List<VersionEntry> entries =
                    reader.index(id).map(VersionsDocument::versions).orElse(List.of());
            synchronized (contents) {
                artifacts += entries.isEmpty() ? 0 : 1;
                versions += entries.size();
            }
            for (VersionEntry entry : entries) {
                where = keys.manifest(id, entry.version()).value();
                documents
                        .read(keys.manifest(id, entry.version()), ManifestDocument::read)
                        .ifPresent(this::count);
            }
        } catch (ArtifactFailure.Malformed e) {
            synchronized (problems) {
                problems.accept(new ArtifactProblem(where, String.valueOf(e.getMessage())));
            }
        }
    }

    private void count(ManifestDocument manifest) {
        synchronized (contents) {
            for (ManifestFile file : manifest.files()) {
                files++;
                fileBytes += file.size();
                if (contents.add(file.digest())) {
                    distinctBytes += file.size();
                }
            }
            references += manifest.references().size();
            referenceBytes += manifest.totalBytes() - manifest.fileBytes();
        }
    }
}
