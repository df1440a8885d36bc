"""Runicorn's viewer and its remote storage show and change what Waybill wrote."""
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import unittest
from pathlib import Path

from scene import UNICODE, Folder, Scene, digests

SSHD = "/usr/sbin/sshd"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_listening(process, port):
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("it did not start")


class Viewer(Scene):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        log = open(self.folder.path / "viewer.log", "w")
        self.addCleanup(log.close)
        process = subprocess.Popen(
            [sys.executable, "-m", "runicorn.cli", "viewer", "--storage", str(self.folder.root), "--port", str(self.port)],
            cwd=self.folder.path, env=self.folder.environment, stdout=log, stderr=log)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        await_listening(process, self.port)

    def asked(self, path, method="GET", body=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api{urllib.parse.quote(path, safe='/?=&')}", method=method,
            data=None if body is None else json.dumps(body).encode(), headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def test_it_shows_artifacts_versions_files_lineage_and_runs(self):
        self.assertEqual({"net": 4, "faces": 1, UNICODE: 1, "runs": 1, "source": 1, "short": 1},
                         {each["name"]: each["num_versions"] for each in self.asked("/artifacts")})
        self.assertEqual([1, 2, 3, 4], [each["version"] for each in self.asked("/artifacts/net/versions?type=model")])
        self.assertEqual("erste Fassung 木", self.asked("/artifacts/net/v1?type=model")["description"])
        files = self.asked("/artifacts/net/v1/files?type=model")["files"]
        self.assertEqual(4, len(files))
        for file in files:
            self.assertEqual(file["size"], Path(file["absolute_path"]).stat().st_size)
        self.assertEqual("x\n", Path(self.asked(f"/artifacts/{UNICODE}/v1/files")["files"][0]["absolute_path"]).read_text())
        self.assertIn("net:v1", {node["node_id"] for node in self.asked("/artifacts/net/v2/lineage?type=model")["nodes"]})
        self.assertEqual(9, self.asked("/artifacts/stats")["total_versions"])
        runs = {each["id"]: each for each in self.asked("/runs")}
        self.assertEqual((2, "finished"), (runs["20261127_120000_0a1b2c"]["artifacts_created_count"], runs["20261127_120000_0a1b2c"]["status"]))
        self.assertEqual(2, len(self.asked("/runs/20261128_120000_1b2c3d/artifacts")["used"]))

    def test_what_it_promotes_and_deletes_waybill_shows_and_keeps(self):
        self.asked("/artifacts/net/v2/promote?type=model", "POST", {"to_stage": "staging", "notes": "try it"})
        self.asked("/artifacts/net/v4?type=model", "DELETE")
        self.asked("/artifacts/short/v1?type=custom&permanent=true", "DELETE")

        self.command("tag", "net:v2", "ours")
        metadata = self.folder.document("model/net/v2/metadata.json")
        self.assertEqual(("staging", ["ours"]), (metadata["lifecycle_stage"], metadata["tags"]))
        self.assertEqual(2, len(self.fetched("net:v2")) - 2)
        self.assertEqual([3, 4], [each["version"] for each in self.command("versions", "net")["versions"] if each["deleted"]])
        self.assertEqual([], self.command("versions", "short")["versions"])
        self.verified()
        with self.assertRaises(urllib.error.HTTPError):  # its own: fields of its own make a version unreadable
            self.asked("/artifacts/net/v2?type=model")


@unittest.skipUnless(os.access(SSHD, os.X_OK), f"openssh-server is not installed: no {SSHD}")
class Remote(Scene):
    def setUp(self):
        super().setUp()
        from runicorn.remote_storage import RemoteConfig, RemoteStorageAdapter

        port = free_port()
        keys = self.folder.path / "keys"
        keys.mkdir(mode=0o700)
        for name in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(keys / name)], check=True)
        configuration = self.folder.file("keys/config", "\n".join((
            "ListenAddress 127.0.0.1", f"Port {port}", f"HostKey {keys}/host", "PidFile none", f"AuthorizedKeysFile {keys}/user.pub",
            "UsePAM no", "StrictModes no", "PasswordAuthentication no", "Subsystem sftp internal-sftp", "")))
        if os.geteuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)
        server = subprocess.Popen([SSHD, "-D", "-e", "-f", str(configuration)], stderr=subprocess.DEVNULL)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        await_listening(server, port)
        user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
        self.remote = RemoteStorageAdapter(
            RemoteConfig(host="127.0.0.1", port=port, username=user, private_key_path=str(keys / "user"), use_agent=False,
                         remote_root=str(self.folder.root)),
            self.folder.path / "remote-cache", auto_sync=False)
        self.remote.connect()
        self.addCleanup(self.remote.close)

    def downloaded(self, type, name, version):
        target = self.folder.path / "downloaded"
        task = self.remote.download_artifact(name, type, version, target_dir=target)
        end = time.monotonic() + 60
        while self.remote.get_download_status(task).status == "running" and time.monotonic() < end:
            time.sleep(0.05)
        self.assertEqual("completed", self.remote.get_download_status(task).status)
        return digests(target)

    def test_it_lists_and_downloads(self):
        self.assertTrue(self.remote.sync_metadata())

        self.assertEqual({"net", "faces", UNICODE, "runs", "source", "short"}, {each["name"] for each in self.remote.list_artifacts()})
        self.assertEqual([4, 3, 2, 1], [each["version"] for each in self.remote.list_versions("net", "model")])
        metadata, manifest = self.remote.load_artifact("net", "model", 1)
        self.assertEqual("erste Fassung 木", metadata["description"])
        self.assertEqual({each["path"]: each["digest"] for each in manifest["files"]}, self.downloaded("model", "net", 1))

    def test_what_it_changes_waybill_reads(self):
        self.remote.sync_metadata()
        self.assertTrue(self.remote.set_artifact_alias("net", "model", 2, "theirs"))
        self.assertTrue(self.remote.add_artifact_tags("net", "model", 2, ["theirs"]))
        self.assertTrue(self.remote.delete_artifact_version("net", "model", 1))

        shown = self.command("show", "net:theirs")
        self.assertEqual((2, ["theirs"], ["theirs"]), (shown["version"], shown["tags"], shown["aliases"]))
        self.assertEqual([1, 3], [each["version"] for each in self.command("versions", "net")["versions"] if each["deleted"]])
        self.assertEqual(4, self.folder.document("model/net/versions.json")["highest_version"])
        self.verified()

    def test_the_version_that_it_removes_and_leaves_in_the_index_is_found_and_can_be_removed(self):
        self.remote.sync_metadata()
        self.assertTrue(self.remote.delete_artifact_version("net", "model", 2, soft_delete=False))

        found = self.command("verify", status=7)["findings"]
        self.assertTrue(all("v2" in str(each) for each in found), found)
        self.command("rm", "net:v2", "--permanently")
        self.verified()
        self.assertEqual(5, self.command("save", "model/net", self.folder.path / "keys" / "config")["version"])
