"""Runicorn reads what Waybill wrote."""
import hashlib

from runicorn.artifacts import ArtifactStorage, LineageTracker
from runicorn.sdk import Run

from scene import METADATA, SECOND_RUN, UNICODE, Scene, digests


class Reading(Scene):
    def setUp(self):
        super().setUp()
        self.storage = ArtifactStorage(self.folder.root)

    def test_every_artifact_is_listed_with_its_versions_and_aliases(self):
        listed = {(each["type"], each["name"]): each for each in self.storage.list_artifacts()}

        self.assertEqual(
            {("model", "net"): 4, ("dataset", "faces"): 1, ("dataset", UNICODE): 1, ("config", "runs"): 1, ("code", "source"): 1, ("custom", "short"): 1},
            {key: each["num_versions"] for key, each in listed.items()})
        self.assertEqual({"latest": 4, "production": 1, "validated": 4}, listed["model", "net"]["aliases"])
        self.assertEqual({"latest": 1}, listed["custom", "short"]["aliases"])

    def test_every_version_is_loaded_and_downloaded_with_the_digests_of_its_manifest(self):
        for artifact in self.storage.list_artifacts():
            for version in self.storage.list_versions(artifact["name"], artifact["type"]):
                known = (artifact["name"], artifact["type"], version.version)
                with self.subTest(known):
                    metadata, manifest = self.storage.load_artifact(*known)
                    target = self.storage.download_artifact(*known, target_dir=self.folder.path / "got" / str(known[2]) / known[0])
                    self.assertEqual({file.path: file.digest for file in manifest.files}, digests(target))
                    self.assertEqual(manifest.total_files, metadata.num_files)
                    self.assertEqual(manifest.total_size, metadata.size_bytes)
                    text = (self.folder.root / "artifacts" / known[1] / known[0] / f"v{known[2]}" / "manifest.json").read_bytes()
                    self.assertEqual(hashlib.sha256(text).hexdigest(), metadata.manifest_digest)
                    for file in manifest.files:
                        self.assertEqual(file.size, self.storage.get_artifact_file_path(*known, file.path).stat().st_size)

    def test_what_was_said_of_a_version_is_read(self):
        metadata, manifest = self.storage.load_artifact("net", "model", alias="production")

        self.assertEqual(METADATA, metadata.metadata)
        self.assertEqual("erste Fassung 木", metadata.description)
        self.assertEqual(["fast", "a tag"], metadata.tags)
        self.assertEqual({"weights.bin", "deep/er/with space.txt", "文/bäume.csv", "empty"}, {file.path for file in manifest.files})
        self.assertEqual(["s3://far/away.tar"], [each.uri for each in self.storage.load_artifact("net", "model", 2)[1].references])

    def test_deleted_versions_are_marked_and_restored_ones_are_not(self):
        with self.assertLogs("runicorn.artifacts.storage", "WARNING") as said:
            self.storage.load_artifact("net", "model", 3)
            self.storage.load_artifact("net", "model", 4)
        self.assertEqual(1, len(said.output))
        self.assertIn("soft-deleted", said.output[0])

    def test_a_run_uses_a_version(self):
        run = Run(project="demo", name="eval", storage=str(self.folder.root), capture_env=False)
        used = run.use_artifact("net:production")
        run.use_artifact("net:v2")
        target = used.download(self.folder.path / "used")
        run.finish()

        self.assertEqual(4, len(digests(target)))
        graph = self.command("lineage", "net:v1", "--direction", "down")
        self.assertIn({"from": "model/net:v1", "to": f"run:demo/eval/{run.id}"}, graph["edges"])

    def test_lineage_goes_up_by_the_runs_that_waybill_told_of(self):
        graph = LineageTracker(self.folder.root).build_lineage_graph("net", "model", 2, max_depth=5)

        second, first = "run:" + SECOND_RUN.rsplit("/", 1)[1], "run:20261127_120000_0a1b2c"
        self.assertEqual(
            {(second, "net:v2"), ("faces:v1", second), ("net:v1", second), (first, "faces:v1")},
            {(edge.source, edge.target) for edge in graph.edges} - {(first, "net:v1")})

    def test_statistics_count_what_is_there(self):
        statistics = self.storage.get_storage_stats()

        self.assertEqual((6, 9), (statistics["total_artifacts"], statistics["total_versions"]))
        self.assertEqual({"count": 2, "versions": 2, "size_bytes": 4}, statistics["by_type"]["dataset"])

    def test_its_cleaning_of_the_pool_removes_nothing_that_a_version_has(self):
        self.storage.cleanup_orphaned_dedup()
        self.verified()

    def test_its_commands_answer(self):
        def said(*arguments):
            run = self.folder.runicorn("artifacts", "--storage", self.folder.root, *arguments)
            self.assertEqual(0, run.returncode, run.stderr)
            return run.stdout

        self.assertIn("Found 6 artifact(s)", said("--action", "list"))
        self.assertIn("v4", said("--action", "versions", "--name", "net"))
        info = said("--action", "info", "--name", "net", "--type", "model", "--version", "1")
        for text in ("erste Fassung 木", "fast, a tag", "accuracy: 0.95", "deep/er/with space.txt"):
            self.assertIn(text, info)
        self.assertIn("Total Versions:   9", said("--action", "stats"))
