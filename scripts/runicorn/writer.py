"""Saves versions of one artifact by Runicorn: writer.py ROOT WHO COUNT. Prints the number of each, or its error."""
import random
import sys
import tempfile
import time
from pathlib import Path

from runicorn.artifacts import Artifact, ArtifactStorage

root, who, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
storage = ArtifactStorage(Path(root))
with tempfile.TemporaryDirectory() as folder:
    for turn in range(count):
        content = Path(folder) / "weights.bin"
        content.write_text(f"original {who} {turn}")
        artifact = Artifact("shared", type="model").add_file(content)
        time.sleep(random.random())  # a save takes a hundredth of what a command of Waybill takes to start
        try:
            number = storage.save_artifact(artifact, "", artifact._staged_files, artifact._staged_references)
            print(f"saved {number} {content.read_text()}", flush=True)
        except Exception as error:
            print(f"failed {type(error).__name__} {error}", flush=True)
