package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.LineageDocument;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.ObjectKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// Reads which versions runs made and used.
final class RunReader {
    static final String CREATED = "artifacts_created.json";
    static final String USED = "artifacts_used.json";

    private static final int AT_ONCE = 16;
    static final Set<String> NO_PROJECTS = Set.of("artifacts", "sweeps", "runs", "webui", "evaluations");

    private final ArtifactReader reader;
    private final ArtifactKeys keys;
    private final Documents documents;

    RunReader(ArtifactReader reader, ArtifactKeys keys, Documents documents) {
        this.reader = reader;
        this.keys = keys;
        this.documents = documents;
    }

    /// Every run that made or used something, by project, name and id.
    List<RunLineage> all(Consumer<? super ArtifactProblem> problems) throws InterruptedException {
        var found = new ConcurrentLinkedQueue<RunLineage>();
        try (var tasks = Tasks.failingFast(AT_ONCE)) {
            for (RunPath run : runs(problems)) {
                tasks.submit(() -> found.add(lineage(run, problems)));
            }
            tasks.join();
        }
        return found.stream()
                .filter(each -> !(each.created().isEmpty() && each.used().isEmpty()))
                .sorted(Comparator.comparing(each -> each.run().toString()))
                .toList();
    }

    private List<RunPath> runs(Consumer<? super ArtifactProblem> problems) {
        var runs = new ArrayList<RunPath>();
        String root = keys.root().value();
        for (String project : reader.foldersIn(root)) {
            if (!project.startsWith(".") && !NO_PROJECTS.contains(project)) {
                for (String name : reader.foldersIn(root + project + "/")) {
                    String folder = root + project + "/" + name + "/runs/";
                    for (String id : reader.foldersIn(folder)) {
                        try {
                            runs.add(new RunPath(project, name, id));
                        } catch (IllegalArgumentException e) {
                            problems.accept(new ArtifactProblem(folder + id, String.valueOf(e.getMessage())));
                        }
                    }
                }
            }
        }
        return runs;
    }

    private RunLineage lineage(RunPath run, Consumer<? super ArtifactProblem> problems) {
        return new RunLineage(run, entries(run, CREATED, problems), entries(run, USED, problems));
    }

    private List<LineageDocument.Entry> entries(
            RunPath run, String document, Consumer<? super ArtifactProblem> problems) {
        ObjectKey key = keys.run(run).key(document);
        try {
            return documents
                    .read(key, LineageDocument::read)
                    .map(LineageDocument::entries)
                    .orElse(List.of());
        } catch (ArtifactFailure.Malformed e) {
            synchronized (problems) {
                problems.accept(new ArtifactProblem(key.value(), String.valueOf(e.getMessage())));
            }
            return List.of();
        }
    }
}
