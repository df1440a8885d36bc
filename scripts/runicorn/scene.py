"""A repository that Waybill writes, and the two programs that work on it."""
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

WAYBILL = os.environ["WAYBILL"]
FIRST_RUN = "demo/train/20261127_120000_0a1b2c"
SECOND_RUN = "demo/tune/20261128_120000_1b2c3d"
METADATA = {"accuracy": 0.95, "layers": [1, 2, {"kind": "大"}], "nothing": None, "small": 1e-300, "long": 2**63, "ok": True}
UNICODE = "Bäume und 木"


class Folder:
    """A temporary folder with a repository in it, and what was told of either program's use of it."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="waybill-runicorn-")
        self.path = Path(self._folder.name)
        self.root = self.path / "repository"
        self.environment = dict(os.environ, HOME=self._folder.name, RUNICORN_DISABLE_MODERN_STORAGE="1", PYTHONDONTWRITEBYTECODE="1")
        for name in ("CACHE", "STATE", "CONFIG"):
            self.environment[f"XDG_{name}_HOME"] = str(self.path / name.lower())

    def copy(self):
        """Another such folder with the same repository in it."""
        other = Folder()
        shutil.copytree(self.root, other.root)
        return other

    def close(self):
        self._folder.cleanup()

    def file(self, path, content):
        target = self.path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return target

    def command(self, *arguments, status=0):
        """Runs a command of Waybill about artifacts and gives the object that it prints."""
        run = self.waybill("artifact", *arguments, "--in", str(self.root), "--output", "json")
        if run.returncode != status:
            raise AssertionError(f"{arguments} ended with {run.returncode}: {run.stdout}{run.stderr}")
        lines = run.stdout.splitlines()
        return json.loads(lines[-1]) if lines else {}

    def waybill(self, *arguments):
        command = [WAYBILL, *map(str, arguments)]
        return subprocess.run(command, cwd=self.path, env=self.environment, capture_output=True, text=True)

    def runicorn(self, *arguments, answer=""):
        """Runs a command of Runicorn."""
        command = [sys.executable, "-m", "runicorn.cli", *map(str, arguments)]
        return subprocess.run(command, cwd=self.path, env=self.environment, input=answer, capture_output=True, text=True)

    def document(self, path):
        return json.loads((self.root / "artifacts" / path).read_text(encoding="utf-8"))


def made():
    """The repository that most tests look at."""
    folder = Folder()
    folder.file("out/weights.bin", random.Random(1).randbytes(3 << 20))
    folder.file("out/deep/er/with space.txt", "one")
    folder.file("out/文/bäume.csv", "a,b\n1,2\n")
    folder.file("out/empty", "")
    folder.file("faces.csv", "x\n")
    save = lambda *arguments: folder.command("save", *arguments)
    save("dataset/faces", folder.path / "faces.csv", "--run", FIRST_RUN)
    save("model/net", folder.path / "out", "--description", "erste Fassung 木", "--tag", "fast", "--tag", "a tag",
         "--metadata-json", json.dumps(METADATA), "--alias", "production", "--run", FIRST_RUN)
    folder.file("out/weights.bin", "weights 2")
    for used in ("faces:v1", "net:v1"):
        folder.command("get", used, folder.path / "used" / used[:3], "--run", SECOND_RUN)
    save("model/net", folder.path / "out", "--reference", "s3://far/away.tar", "--run", SECOND_RUN)
    save("model/net", folder.path / "out", "--tag", "deleted")
    save("model/net", folder.path / "out", "--tag", "restored", "--alias", "validated")
    folder.command("rm", "net:v3")
    folder.command("rm", "net:v4", "--force")
    folder.command("restore", "net:v4")
    save("dataset/" + UNICODE, folder.path / "faces.csv")
    save("config/runs", folder.path / "faces.csv")
    save("code/source", "--reference", "https://example.org/code.git")
    save("custom/short", folder.path / "faces.csv")
    save("custom/short", folder.path / "out")
    folder.command("rm", "short:v2", "--permanently")
    return folder


def digests(folder):
    """The digest of each file in a folder, by path."""
    return {str(path.relative_to(folder)): "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
            for path in Path(folder).rglob("*") if path.is_file()}


class Scene(unittest.TestCase):
    """Tests that each have a copy of the repository for themselves."""

    original = None

    @classmethod
    def setUpClass(cls):
        if Scene.original is None:
            Scene.original = made()

    def setUp(self):
        self.folder = Scene.original.copy()
        self.addCleanup(self.folder.close)
        self.command = self.folder.command

    def verified(self):
        """Asserts that Waybill finds nothing wrong."""
        self.assertEqual(self.command("verify", "--content")["findings"], [])

    def fetched(self, version):
        """The digests of the files of a version, fetched by Waybill."""
        target = self.folder.path / "fetched" / version.replace("/", "_")
        self.command("get", version, target)
        return digests(target)
