"""Both save versions of one artifact at the same time."""
import os
import subprocess
import sys
import threading
from pathlib import Path

from runicorn.artifacts import ArtifactStorage

from scene import Scene

WRITERS = int(os.environ.get("WRITERS", 8))
EACH = int(os.environ.get("EACH", 5))


class Writers(Scene):
    """None of what was saved is lost, and every number is there once."""

    def originals(self):
        program = Path(__file__).with_name("writer.py")
        return [subprocess.Popen([sys.executable, str(program), str(self.folder.root), str(who), str(EACH * 2)],
                                 env=self.folder.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
                for who in range(WRITERS)]

    def ours(self, who, said):
        for turn in range(EACH):
            content = f"waybill {who} {turn}"
            file = self.folder.file(f"writer-{who}/weights.bin", content)
            run = self.folder.waybill("artifact", "save", "model/shared", file, "--in", self.folder.root)
            said.append(f"saved {content}" if run.returncode == 0 else f"failed {run.stderr.strip()}")

    def test_no_version_is_lost(self):
        said, threads = [], []
        self.command("save", "model/shared", self.folder.file("first/weights.bin", "first"))
        processes = self.originals()
        for who in range(WRITERS):
            threads.append(threading.Thread(target=self.ours, args=(who, said)))
            threads[-1].start()
        theirs = [line for process in processes for line in process.communicate()[0].splitlines()]
        for thread in threads:
            thread.join()

        self.assertEqual([], [line for line in said + theirs if line.startswith("failed")])
        storage = ArtifactStorage(self.folder.root)
        numbers = [each.version for each in storage.list_versions("shared", "model")]
        self.assertEqual(list(range(1, 3 * WRITERS * EACH + 2)), numbers)
        contents = {(self.folder.root / f"artifacts/model/shared/v{number}/files/weights.bin").read_text() for number in numbers}
        saved = {line.removeprefix("saved ") for line in said} | {line.split(" ", 2)[2] for line in theirs}
        self.assertEqual(saved | {"first"}, contents)
        self.verified()
