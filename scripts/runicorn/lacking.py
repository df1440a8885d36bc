"""Says what is missing to run Runicorn here, if anything is."""
import importlib.util
import sys

PACKAGES = {"filelock": "python3-filelock", "psutil": "python3-psutil", "pydantic": "python3-pydantic", "fastapi": "python3-fastapi",
            "uvicorn": "python3-uvicorn", "aiofiles": "python3-aiofiles", "multipart": "python3-multipart", "paramiko": "python3-paramiko"}

lacking = [module for module in PACKAGES if importlib.util.find_spec(module) is None]
if lacking:
    packages = " ".join(PACKAGES[module] for module in lacking)
    sys.exit(f"test-runicorn: {sys.executable} lacks {', '.join(lacking)}; install them first (Debian: apt-get install {packages}), "
             "or name another Python by PYTHON")
if importlib.util.find_spec("runicorn.artifacts") is None or importlib.util.find_spec("runicorn.remote_storage") is None:
    sys.exit("test-runicorn: the checkout is none of Runicorn 0.4, which alone has both runicorn.artifacts and runicorn.remote_storage")
