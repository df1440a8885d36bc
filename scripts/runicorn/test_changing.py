"""Runicorn changes what Waybill wrote, and Waybill goes on with it."""
import math

from runicorn.artifacts import Artifact, ArtifactStorage
from runicorn.sdk import Run

from scene import UNICODE, Scene


class Changing(Scene):
    def setUp(self):
        super().setUp()
        self.storage = ArtifactStorage(self.folder.root)

    def logged(self, name, type, *files, metadata=None, content="by the original"):
        """Saves a version by the SDK."""
        artifact = Artifact(name, type=type, description="its own", metadata=metadata or {"loss": 0.5})
        for file in files or ("theirs.txt",):
            artifact.add_file(self.folder.file("theirs/" + file, content), name=file)
        artifact.add_reference("s3://theirs/raw", checksum="sha256:00", size=7, note="n")
        artifact.add_tags("theirs")
        run = Run(project="demo", name="theirs", storage=str(self.folder.root), capture_env=False)
        number = run.log_artifact(artifact)
        run.finish()
        return number

    def test_the_next_version_follows_and_is_followed(self):
        self.assertEqual(5, self.logged("net", "model", "theirs.txt", "deep/文 x.txt", metadata={"a": {"b": [1, None]}}))

        shown = self.command("show", "net")
        self.assertEqual((5, ["theirs"], {"a": {"b": [1, None]}}, "its own"),
                         (shown["version"], shown["tags"], shown["metadata"], shown["description"]))
        self.assertEqual([{"uri": "s3://theirs/raw", "checksum": "sha256:00", "bytes": 7}],
                         [{key: each.get(key) for key in ("uri", "checksum", "bytes")} for each in shown["references"]])
        self.verified()
        self.assertEqual({"theirs.txt", "deep/文 x.txt"}, set(self.fetched("net:v5")))
        self.assertEqual(6, self.command("save", "model/net", self.folder.path / "theirs")["version"])
        self.verified()
        metadata, manifest = self.storage.load_artifact("net", "model", 6)
        self.assertEqual(2, len(manifest.files))
        self.assertEqual(7, self.logged("net", "model"))

    def test_new_artifacts_of_each_type_are_read(self):
        for type in ("model", "dataset", "config", "code", "custom"):
            self.assertEqual(1, self.logged("new " + UNICODE, type, content=type))
            self.assertEqual({"theirs.txt"}, set(self.fetched(f"{type}/new {UNICODE}")))
        self.verified()

    def test_what_is_put_without_a_type_is_read(self):
        artifact = Artifact("plain").add_file(self.folder.file("plain.txt", "x"))
        run = Run(project="demo", name="theirs", storage=str(self.folder.root), capture_env=False)
        run.log_artifact(artifact)

        self.assertEqual({"plain.txt"}, set(self.fetched("plain")))
        self.verified()

    def test_a_version_whose_metadata_has_no_json_numbers_is_read(self):
        self.logged("net", "model", metadata={"loss": math.nan, "best": math.inf, "worst": -math.inf})

        self.assertEqual({"theirs.txt"}, set(self.fetched("net:v5")))
        self.assertEqual({"loss": "NaN", "best": "Infinity", "worst": "-Infinity"}, self.command("show", "net:v5")["metadata"])
        self.command("tag", "net:v5", "ours")
        metadata, _ = self.storage.load_artifact("net", "model", 5)
        self.assertEqual(["theirs", "ours"], metadata.tags)
        self.assertTrue(math.isnan(metadata.metadata["loss"]))

    def test_a_version_that_it_deletes_is_deleted_and_can_be_restored(self):
        self.storage.delete_artifact_version("net", "model", 2)

        deleted = {each["version"] for each in self.command("versions", "net")["versions"] if each["deleted"]}
        self.assertEqual({2, 3}, deleted)
        self.command("restore", "net:v2")
        with self.assertLogs("runicorn.artifacts.storage", "WARNING") as said:
            self.storage.load_artifact("net", "model", 3)
            self.storage.load_artifact("net", "model", 2)
        self.assertEqual(1, len(said.output))

    def test_latest_is_the_newest_that_it_did_not_delete(self):
        self.storage.delete_artifact_version("net", "model", 4)

        self.assertEqual(2, self.command("show", "net")["version"])
        listed = {each["artifact"]: each["latest"]["version"] for each in self.command("ls")["artifacts"]}
        self.assertEqual(2, listed["model/net"])
        self.command("get", "net:v4", self.folder.path / "no", "--run", "demo/eval/20261129_120000_2c3d4e", status=8)

    def test_a_version_that_its_command_removes_is_gone(self):
        run = self.folder.runicorn("artifacts", "--storage", self.folder.root, "--action", "delete", "--name", "net",
                                   "--type", "model", "--version", "2", "--permanent", answer="y\n")
        self.assertIn("Permanently deleted net:v2", run.stdout, run.stderr)

        self.assertEqual([1, 3, 4], [each["version"] for each in self.command("versions", "net")["versions"]])
        self.verified()
        self.command("gc", "--min-age", "0s")
        self.verified()
        self.assertEqual(5, self.command("save", "model/net", self.folder.path / "repository" / "demo")["version"])
        self.verified()

    def test_what_it_does_not_know_survives_as_far_as_it_keeps_it(self):
        self.assertEqual(2, self.folder.document("custom/short/versions.json")["highest_version"])
        self.logged("short", "custom")

        self.assertNotIn("highest_version", self.folder.document("custom/short/versions.json"))
        self.assertIn("save_id", self.folder.document("custom/short/v1/manifest.json"))
        self.assertEqual(3, self.command("save", "custom/short", self.folder.path / "theirs")["version"])
        self.verified()

    def test_tags_and_aliases_that_waybill_sets_on_its_versions_are_read(self):
        self.logged("net", "model")
        self.command("tag", "net:v5", "ours", "--remove", "theirs")
        self.command("alias", "net:v5", "candidate")

        metadata, _ = self.storage.load_artifact("net", "model", alias="candidate")
        self.assertEqual((5, ["ours"]), (metadata.version, metadata.tags))

    def test_a_catalog_shows_what_it_did(self):
        sync = lambda: self.folder.waybill("remote", "sync", self.folder.root)
        self.assertEqual(0, sync().returncode)
        self.logged("net", "model")
        self.storage.delete_artifact_version("net", "model", 1)
        self.storage.delete_artifact_version("faces", "dataset", 1, soft_delete=False)
        self.assertEqual(0, sync().returncode)

        versions = self.command("versions", "net", "--offline")["versions"]
        self.assertEqual([(1, True), (2, False), (3, True), (4, False), (5, False)],
                         [(each["version"], each["deleted"]) for each in versions])
        self.assertEqual([], self.command("versions", "faces", "--offline")["versions"])

    def test_lineage_goes_on_through_its_runs(self):
        run = Run(project="demo", name="theirs", storage=str(self.folder.root), capture_env=False)
        run.use_artifact("net:v2")
        made = Artifact("after", type="model").add_file(self.folder.file("after.txt", "x"))
        run.log_artifact(made)
        run.finish()

        graph = self.command("lineage", "after")
        self.assertIn("dataset/faces:v1", {node["id"] for node in graph["nodes"]})
        down = self.command("lineage", "faces:v1", "--direction", "down")
        self.assertIn("model/after:v1", {node["id"] for node in down["nodes"]})
