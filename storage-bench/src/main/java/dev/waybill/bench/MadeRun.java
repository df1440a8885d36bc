package dev.waybill.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// One run of a made-up repository. Each trains a model from the one before it and from a data set, so that all are one
/// chain.
///
/// @param number its number in the repository, from 0
/// @param used what it began with
/// @param made what it made
record MadeRun(int number, List<MadeArtifact> used, MadeArtifact made) {
    private static final int RUNS_AN_EXPERIMENT = 100;
    private static final long FIRST_SECOND = 1_760_000_000L;

    /// The documents that are fetched, in the order of their keys.
    static final List<String> DOCUMENTS =
            List.of("artifacts_created.json", "artifacts_used.json", "meta.json", "status.json");

    String id() {
        return "20251009_085320_%06x".formatted(number);
    }

    /// Where its documents lie, with a `/` at the end.
    String folder() {
        return "demo/experiment-%05d/runs/%s/".formatted(number / RUNS_AN_EXPERIMENT, id());
    }

    byte[] document(String file) {
        String text = switch (file) {
            case "artifacts_created.json" -> entries(List.of(made), "created_at");
            case "artifacts_used.json" -> entries(used, "used_at");
            case "meta.json" ->
                """
                {
                  "id": "%s",
                  "project": "demo",
                  "name": "experiment-%05d",
                  "created_at": %d.25,
                  "python": "3.11.2",
                  "platform": "Linux 6.18.44 (x86_64)",
                  "hostname": "gpu-%02d",
                  "pid": %d,
                  "storage_dir": "~/runicorn_data"
                }""".formatted(
                                id(),
                                number / RUNS_AN_EXPERIMENT,
                                FIRST_SECOND + number * 60L,
                                number % 16,
                                1000 + number % 30_000);
            case "status.json" ->
                """
                {
                  "status": "%s",
                  "started_at": %d.25,
                  "ended_at": %d.75
                }""".formatted(
                                number % 20 == 3 ? "failed" : "finished",
                                FIRST_SECOND + number * 60L,
                                FIRST_SECOND + number * 60L + 3000);
            default -> throw new IllegalArgumentException("no document of a run: " + file);
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String entries(List<MadeArtifact> artifacts, String time) {
        var text = new StringBuilder("{\n  \"artifacts\": [");
        for (var artifact : artifacts) {
            text.append(text.charAt(text.length() - 1) == '[' ? "\n" : ",\n").append("""
                        {
                          "name": "%s",
                          "type": "%s",
                          "version": 1,
                          "%s": %d.5,
                          "size_bytes": 16408,
                          "num_files": %d
                        }""".formatted(
                            artifact.name(),
                            artifact.type(),
                            time,
                            FIRST_SECOND,
                            artifact.files().size()));
        }
        return text.append("\n  ]\n}").toString();
    }
}
