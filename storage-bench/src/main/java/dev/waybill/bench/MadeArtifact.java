package dev.waybill.bench;

import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// One artifact of a made-up repository, with the documents that Runicorn 0.4 would have written of it; the same on
/// every machine.
///
/// @param number its number in the repository, from 0
/// @param isDataset whether it is a data set; a model otherwise
record MadeArtifact(int number, boolean isDataset) {
    /// A Friday in October 2025.
    private static final long FIRST_SECOND = 1_760_000_000L;

    private static final long SECONDS_BETWEEN = 60;
    private static final long SECONDS_BETWEEN_VERSIONS = 3600;
    private static final int FILES_OF_A_MODEL = 12;
    private static final int FILES_OF_A_DATASET = 60;
    private static final List<String> NETS =
            List.of("resnet", "bert", "unet", "vit", "gpt", "yolo", "wavenet", "mixer");
    private static final List<String> DATA = List.of("imagenet", "librispeech", "coco", "wikitext", "cifar", "kitti");
    private static final List<String> TAGS = List.of("fast", "baseline", "candidate", "fp16", "quantised", "reviewed");
    private static final List<String> OPTIMISERS = List.of("adamw", "sgd", "lion", "adafactor");

    String type() {
        return isDataset ? "dataset" : "model";
    }

    String name() {
        return (isDataset ? "data-" : "net-") + "%06d".formatted(number);
    }

    /// Where its documents lie, with a `/` at the end.
    String folder() {
        return "artifacts/" + type() + "/" + name() + "/";
    }

    String folder(int version) {
        return folder() + "v" + version + "/";
    }

    private int fileCount() {
        return isDataset ? FILES_OF_A_DATASET : FILES_OF_A_MODEL;
    }

    private String file(int file) {
        String digits = Integer.toString(100_000 + file).substring(1);
        return isDataset ? "train/part-" + digits + ".parquet" : "weights/shard-" + digits + ".safetensors";
    }

    /// The files of a version, as its manifest names them.
    List<String> files() {
        return IntStream.range(0, fileCount()).mapToObj(this::file).toList();
    }

    /// `versions.json` with so many versions.
    byte[] index(int versions) {
        var text = new StringBuilder("{\n  \"artifact_name\": \"" + name() + "\",\n  \"artifact_type\": \"" + type()
                + "\",\n  \"versions\": [");
        for (int version = 1; version <= versions; version++) {
            text.append(version == 1 ? "\n" : ",\n")
                    .append("""
                        {
                          "version": %d,
                          "created_at": %s,
                          "created_by_run": "%s",
                          "size_bytes": %d,
                          "num_files": %d,
                          "status": "ready",
                          "aliases": [
                            "latest"
                          ]
                        }""".formatted(version, time(version), run(version), size(), fileCount()));
        }
        text.append("""

                  ],
                  "aliases": {
                    "latest": %d,
                    "production": %d
                  },
                  "created_at": %s,
                  "updated_at": %s
                }""".formatted(versions, Math.max(1, versions - 1), time(1), time(versions)));
        return bytes(text.toString());
    }

    /// `metadata.json` of a version.
    byte[] metadata(int version) {
        var random = random(version);
        String data = pick(DATA, random);
        String net = pick(NETS, random);
        String rare = number % 1000 == 7 ? " of aurora" : "";
        return bytes("""
                {
                  "name": "%s",
                  "type": "%s",
                  "version": %d,
                  "created_at": %s,
                  "updated_at": %4$s,
                  "created_by_run": "%s",
                  "created_by_user": null,
                  "size_bytes": %d,
                  "num_files": %d,
                  "num_references": 0,
                  "status": "ready",
                  "metadata": {
                    "architecture": "%s",
                    "dataset": "%s",
                    "epochs": %d,
                    "batch_size": %d,
                    "learning_rate": %s,
                    "optimizer": "%s",
                    "accuracy": %s,
                    "loss": %s,
                    "seed": %d,
                    "commit": "%s"
                  },
                  "description": "%s trained on %s, attempt %d%s",
                  "tags": [
                    "%s",
                    "%s"
                  ],
                  "aliases": [
                    "latest"
                  ],
                  "parent_artifacts": [],
                  "manifest_digest": "%s"
                }""".formatted(
                name(),
                type(),
                version,
                time(version),
                run(version),
                size(),
                fileCount(),
                net,
                data,
                random.nextInt(1, 300),
                1 << random.nextInt(4, 12),
                decimal(random.nextDouble() / 100),
                pick(OPTIMISERS, random),
                decimal(random.nextDouble()),
                decimal(random.nextDouble() * 4),
                random.nextInt(1, 10_000),
                hex(random, 20),
                net,
                data,
                version,
                rare,
                TAGS.get(number % 3),
                TAGS.get(3 + random.nextInt(3)),
                ContentHasher.hash(ChecksumAlgorithm.SHA256, manifest(version)).hex()));
    }

    /// `manifest.json` of a version: each has half of its files from the one before.
    byte[] manifest(int version) {
        var text = new StringBuilder("{\n  \"files\": [");
        for (int file = 0; file < fileCount(); file++) {
            int written = file % 2 == 0 ? 1 : version;
            text.append(file == 0 ? "\n" : ",\n")
                    .append("    {\n      \"path\": \"")
                    .append(file(file))
                    .append("\",\n      \"size\": ")
                    .append(fileSize(file))
                    .append(",\n      \"digest\": \"sha256:")
                    .append(hex(new SplittableRandom(number * 1_000_003L + written * 1_009L + file), 32))
                    .append("\",\n      \"modified_at\": ")
                    .append(time(written))
                    .append("\n    }");
        }
        text.append("\n  ],\n  \"references\": [],\n  \"total_size\": ")
                .append(size())
                .append(",\n  \"total_files\": ")
                .append(fileCount())
                .append(",\n  \"total_references\": 0,\n  \"created_at\": ")
                .append(time(version))
                .append("\n}");
        return bytes(text.toString());
    }

    private SplittableRandom random(int version) {
        return new SplittableRandom(number * 31L + version);
    }

    private long fileSize(int file) {
        return 1_000_000L + 7_919L * file + number % 1_000;
    }

    private long size() {
        long size = 0;
        for (int file = 0; file < fileCount(); file++) {
            size += fileSize(file);
        }
        return size;
    }

    private String time(int version) {
        return FIRST_SECOND + SECONDS_BETWEEN * number + SECONDS_BETWEEN_VERSIONS * version + ".5";
    }

    private String run(int version) {
        return "20251009_085320_%06x".formatted((number * 3 + version) & 0xFFFFFF);
    }

    private static String pick(List<String> words, SplittableRandom random) {
        return words.get(random.nextInt(words.size()));
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.6f", number);
    }

    private static String hex(SplittableRandom random, int bytes) {
        var value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
