package dev.waybill.bench;

import dev.waybill.domain.artifact.format.GenerationDocument;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A repository of made-up artifacts: one in four is a data set, each has three versions, and for every five there is a
/// run.
///
/// @param artifacts how many artifacts
record MadeRepository(int artifacts) {
    static final int VERSIONS = 3;
    private static final int ARTIFACTS_A_RUN = 5;
    private static final int ARTIFACTS_A_DATASET = 4;
    private static final int DATASETS_OF_RUNS = 50;

    /// One small document.
    ///
    /// @param key where it lies in the repository
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
    record Document(String key, byte[] bytes) {}

    int datasets() {
        return (artifacts + ARTIFACTS_A_DATASET - 1) / ARTIFACTS_A_DATASET;
    }

    int runs() {
        return artifacts / ARTIFACTS_A_RUN;
    }

    /// How many documents there are.
    long documents() {
        return (1L + 2L * VERSIONS) * artifacts + (long) MadeRun.DOCUMENTS.size() * runs();
    }

    /// The artifacts in the order of their keys.
    Stream<MadeArtifact> all() {
        return Stream.concat(
                IntStream.range(0, datasets()).mapToObj(number -> new MadeArtifact(number, true)),
                IntStream.range(datasets(), artifacts).mapToObj(number -> new MadeArtifact(number, false)));
    }

    /// The runs in the order of their keys.
    Stream<MadeRun> allRuns() {
        return IntStream.range(0, runs()).mapToObj(this::run);
    }

    /// The model that the run of this number began with.
    MadeArtifact inChain(int number) {
        return new MadeArtifact(datasets() + number, false);
    }

    private MadeRun run(int number) {
        var data = new MadeArtifact(number % Math.min(DATASETS_OF_RUNS, datasets()), true);
        return new MadeRun(number, List.of(inChain(number), data), inChain(number + 1));
    }

    /// What says that nothing changed since, as Waybill leaves it. It is no document of the catalog.
    ///
    /// @param number of another number another one
    static Document generation(int number) {
        var document = new GenerationDocument("made-" + number, false);
        return new Document("artifacts/.waybill/generation.json", document.toBytes(Instant.EPOCH));
    }

    /// All documents in the order of their keys.
    Stream<Document> stream() {
        return Stream.concat(
                all().flatMap(artifact -> documents(artifact, VERSIONS)),
                allRuns().flatMap(MadeRepository::documents));
    }

    private static Stream<Document> documents(MadeArtifact artifact, int versions) {
        return Stream.concat(
                IntStream.rangeClosed(1, versions).boxed().flatMap(version -> documentsOf(artifact, version)),
                Stream.of(new Document(artifact.folder() + "versions.json", artifact.index(versions))));
    }

    private static Stream<Document> documentsOf(MadeArtifact artifact, int version) {
        return Stream.of(
                new Document(artifact.folder(version) + "manifest.json", artifact.manifest(version)),
                new Document(artifact.folder(version) + "metadata.json", artifact.metadata(version)));
    }

    /// What publishing one more version of an artifact writes, in that order.
    ///
    /// @param version its number
    static List<Document> published(MadeArtifact artifact, int version) {
        return Stream.concat(
                        documentsOf(artifact, version),
                        Stream.of(new Document(artifact.folder() + "versions.json", artifact.index(version))))
                .toList();
    }

    private static Stream<Document> documents(MadeRun run) {
        return MadeRun.DOCUMENTS.stream().map(file -> new Document(run.folder() + file, run.document(file)));
    }

    /// The document at `key`, which is one of these.
    byte[] document(String key) {
        String[] names = key.split("/", -1);
        if (!names[0].equals("artifacts")) {
            return run(Integer.parseInt(names[3].substring(names[3].lastIndexOf('_') + 1), 16))
                    .document(names[4]);
        }
        int number = Integer.parseInt(names[2].substring(names[2].lastIndexOf('-') + 1));
        var artifact = new MadeArtifact(number, names[1].equals("dataset"));
        if (names.length == 4) {
            return artifact.index(VERSIONS);
        }
        int version = Integer.parseInt(names[3].substring(1));
        return names[4].equals("manifest.json") ? artifact.manifest(version) : artifact.metadata(version);
    }
}
